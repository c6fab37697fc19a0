"""No picture keeps a graph, and every one is closed again."""

import matplotlib.pyplot as plt
import pytest
import torch


@pytest.fixture(autouse=True)
def clean():
    """Close every figure after its test."""
    with torch.no_grad():
        yield
    plt.close("all")
