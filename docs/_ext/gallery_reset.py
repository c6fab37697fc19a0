"""Start every gallery script from the same state, in whatever order the scripts run."""

import gc
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import pyplot as plt

# How the plots of lessons look, beside what they share with the pictures of the package.
PLOTS: dict[Any, Any] = {
    "figure.figsize": (6.4, 3.6),
    "savefig.dpi": 100,
    "font.size": 11,
    "axes.grid": True,
    "grid.alpha": 0.3,
}


def reset(gallery_conf: dict[str, Any], script: Path) -> None:
    """Reset seeds, threads and Matplotlib's style before a script runs."""
    import torch  # here, since a build that runs no script need not wait for it

    from lstm_demo.pictures.style import FRAME, LINE_COLOURS

    plt.close("all")
    _freeze()
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)  # sums in the same order on any machine
    torch.set_printoptions(profile="default")
    np.random.seed(0)
    mpl.rcdefaults()
    mpl.use("agg")
    mpl.rcParams.update(FRAME | PLOTS)
    mpl.rcParams["axes.prop_cycle"] = cycler(color=LINE_COLOURS)


def _freeze() -> None:
    """Let the garbage collector pass over all that there is, after a last look.

    sphinx-gallery collects garbage around every script. Looking each time through what
    Sphinx and imports such as torch's have made takes nearly half the time of a gallery of
    short scripts, and what the scripts before have imported a tenth of that of this site.
    """
    gc.collect()
    gc.freeze()
