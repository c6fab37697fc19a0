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
    "run_batched",
    "run_in_chunks",
    "run_stepwise",
    "shapes_of",
    "trace_gates",
    "watch_gates",
]
