"""Pictures of what goes on in a ``torch.nn.LSTM``, drawn with Matplotlib.

Every picture is dark on an opaque white ground, so that it is legible on a light and on
a dark page, and none tells anything by colour alone. Steps are counted from 1, since
``h_0`` is the state before the first; features, rows and sequences from 0, as they are
indexed.
"""

from lstm_demo.pictures.comparison import plot_comparison
from lstm_demo.pictures.gates import plot_gates
from lstm_demo.pictures.network import plot_network
from lstm_demo.pictures.states import plot_states

__all__ = ["plot_comparison", "plot_gates", "plot_network", "plot_states"]
