"""What goes into and comes out of ``torch.nn.LSTM``, shown by running it."""

from lstm_demo.datasets import (
    JapaneseVowels,
    Utterances,
    load_el_nino,
    load_japanese_vowels,
)
from lstm_demo.describe.describe import describe
from lstm_demo.describe.record import Description, Finding, Reading
from lstm_demo.gates.oracle import watch_gates
from lstm_demo.gates.records import GateTrace, LayerTrace
from lstm_demo.gates.trace import trace_gates
from lstm_demo.pictures.block import plot_axes, plot_transpose_and_reshape
from lstm_demo.pictures.cell import plot_cell
from lstm_demo.pictures.chunks import plot_chunks
from lstm_demo.pictures.comparison import plot_comparison
from lstm_demo.pictures.gates import plot_gates
from lstm_demo.pictures.heads import plot_heads
from lstm_demo.pictures.packing import plot_packing
from lstm_demo.pictures.roads import plot_roads_back
from lstm_demo.pictures.shelf import plot_h_n
from lstm_demo.pictures.tools import plot_which_tool
from lstm_demo.pictures.unrolled import plot_unrolled
from lstm_demo.pictures.weights import plot_weights
from lstm_demo.pictures.windows import plot_windows
from lstm_demo.post import Post, load_post
from lstm_demo.runners import Run, run_batched, run_in_chunks, run_stepwise
from lstm_demo.shapes.options import Options
from lstm_demo.shapes.parameters import Shape
from lstm_demo.shapes.shapes import Shapes, shapes_of
from lstm_demo.shapes.table import Table

__all__ = [
    "Description",
    "Finding",
    "GateTrace",
    "JapaneseVowels",
    "LayerTrace",
    "Options",
    "Post",
    "Reading",
    "Run",
    "Shape",
    "Shapes",
    "Table",
    "Utterances",
    "describe",
    "load_el_nino",
    "load_japanese_vowels",
    "load_post",
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
    "run_batched",
    "run_in_chunks",
    "run_stepwise",
    "shapes_of",
    "trace_gates",
    "watch_gates",
]
