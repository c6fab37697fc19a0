"""Every picture is drawn from the same numbers, and closed again."""

import matplotlib.pyplot as plt
import pytest
import torch


@pytest.fixture(autouse=True)
def clean():
    """Draw the same numbers in every test, and close every figure after it."""
    with torch.random.fork_rng(devices=()), torch.no_grad():
        torch.manual_seed(0)
        yield
    plt.close("all")
