"""Run scripts and print, as JSON, the texts in the figures that each of them draws."""

import json
import runpy
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.text import Text


def texts(script: str) -> list[str]:
    """Run one script and return every text of its figures."""
    plt.close("all")
    runpy.run_path(script)
    figures = map(plt.figure, plt.get_fignums())
    return [text.get_text() for figure in figures for text in figure.findobj(Text)]


mpl.use("agg")
print(json.dumps({script: texts(script) for script in sys.argv[1:]}))
