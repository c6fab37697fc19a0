"""Start every gallery script from the same state, in whatever order the scripts run."""

import gc
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import pyplot as plt

STYLE: dict[Any, Any] = {
    "figure.figsize": (6.4, 3.6),
    "figure.dpi": 100,
    "savefig.dpi": 100,
    "font.size": 11,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def reset(gallery_conf: dict[str, Any], script: Path) -> None:
    """Reset seeds, threads and Matplotlib's style before a script runs."""
    torch = _start()
    from lstm_demo.pictures.style import COLOURS  # which imports torch

    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)  # sums in the same order on any machine
    torch.set_printoptions(profile="default")
    np.random.seed(0)
    plt.close("all")
    mpl.rcdefaults()
    mpl.use("agg")
    mpl.rcParams.update(STYLE)
    mpl.rcParams["axes.prop_cycle"] = cycler(color=COLOURS)


@cache
def _start() -> ModuleType:
    """Import torch, and let the garbage collector pass over all that there is by then.

    A build that runs no script has no need to wait for either. sphinx-gallery collects
    garbage around every script; looking each time through what torch, Matplotlib and Sphinx
    have made on being imported took nearly half the time of a gallery of short scripts.
    """
    import torch

    gc.collect()
    gc.freeze()
    return torch
