"""Pictures of what goes on in a ``torch.nn.LSTM``, drawn with Matplotlib.

Every size in them is read from the objects that they are drawn from. They are dark on a
white ground, none tells anything by colour alone, and each figure's label,
``figure.get_label()``, says in words what it shows. Steps are counted from 1, since
``h_0`` is the state before the first; features, rows and sequences from 0, as they are
indexed.
"""

from importlib.util import find_spec

if find_spec("matplotlib") is None:
    raise ModuleNotFoundError(
        "lstm_demo.pictures draws with Matplotlib, which is not installed; "
        "the extra lstm-demo[pictures] brings it",
        name="matplotlib",
    )

from lstm_demo.pictures.axes import plot_axes
from lstm_demo.pictures.cell import plot_cell
from lstm_demo.pictures.chunks import plot_chunks
from lstm_demo.pictures.comparison import plot_comparison
from lstm_demo.pictures.gates import plot_gates
from lstm_demo.pictures.h_n import plot_h_n
from lstm_demo.pictures.heads import plot_heads
from lstm_demo.pictures.packing import plot_packing
from lstm_demo.pictures.roads_back import plot_roads_back
from lstm_demo.pictures.style import COLOUR_OF
from lstm_demo.pictures.transpose_and_reshape import plot_transpose_and_reshape
from lstm_demo.pictures.unrolled import plot_unrolled
from lstm_demo.pictures.weights import plot_weights
from lstm_demo.pictures.which_tool import plot_which_tool
from lstm_demo.pictures.windows import plot_windows

__all__ = [
    "COLOUR_OF",
    "plot_axes",
    "plot_cell",
    "plot_chunks",
    "plot_comparison",
    "plot_gates",
    "plot_h_n",
    "plot_heads",
    "plot_packing",
    "plot_roads_back",
    "plot_transpose_and_reshape",
    "plot_unrolled",
    "plot_weights",
    "plot_which_tool",
    "plot_windows",
]
