"""`describe` tells each mistake with its evidence, and stays silent on sound calls."""

import math
import re
from itertools import product

import numpy as np
import pytest
import torch
from bs4 import BeautifulSoup
from matplotlib.cbook import get_sample_data
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_sequence

from lstm_demo import load_post
from lstm_demo.describe.describe import describe
from lstm_demo.describe.record import Description, Finding
from lstm_demo.messages import read_messages

LENGTH, BATCH, INPUT, HIDDEN = 40, 7, 2, 3


def waves(length: int = LENGTH, batch: int = BATCH) -> Tensor:
    """Make (time, batch, features) of smooth sequences that differ from one another."""
    time = torch.linspace(0, 9, length).view(-1, 1, 1)
    return torch.sin(time * torch.tensor([1.0, 2.0]) + 6 * torch.rand(batch, INPUT))


def turned(length: int = LENGTH, batch: int = BATCH) -> Tensor:
    """Make waves with the batch first."""
    return waves(length, batch).transpose(0, 1)


def ragged(lengths: tuple[int, ...] = (9, 4, 7, 2, 6)) -> Tensor:
    """Make (time, batch, features) of sequences without order, padded with zeros."""
    return pad_sequence([torch.randn(length, INPUT) for length in lengths])


def lstm(**options) -> nn.LSTM:
    """Make a module for two features."""
    return nn.LSTM(INPUT, HIDDEN, **options)


def packed(padded: Tensor) -> PackedSequence:
    """Pack what `ragged` makes."""
    return pack_padded_sequence(padded, [9, 4, 7, 2, 6], enforce_sorted=False)


def square() -> nn.LSTM:
    """Make a module whose states are as many as two sequences."""
    return lstm(num_layers=2, batch_first=True)


def ids(description: Description) -> list[str]:
    """Name what was found."""
    return [finding.id for finding in description.findings]


def with_nan(tensor: Tensor, *index: int) -> Tensor:
    """Put NaN at an index of a copy."""
    tensor = tensor.detach().clone()
    tensor[index] = math.nan
    return tensor


def states(module: nn.LSTM, batch: int = BATCH) -> tuple[Tensor, Tensor]:
    """Take the states that a module returns for waves."""
    return module((turned if module.batch_first else waves)(batch=batch))[1]


def run(call: str) -> Description:
    """Make a call of the table."""
    return eval(call, globals())  # noqa: S307, our own


def quiet_dropout() -> nn.LSTM:
    """Make a module with dropout and one layer, which PyTorch warns of."""
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but"):
        return lstm(dropout=0.5)


TABLE = """
refused: inputs is torch.float64, the weights are torch.float32
    describe(lstm(), waves().double())
    describe(lstm().double(), waves().double())
axes-not-as-meant: Pass inputs.permute(1, 0, 2).
    describe(lstm(), waves(), axes=("batch", "time", "features"))
    describe(lstm(), waves(), axes=("time", "batch", "features"))
batch-time-swapped: alike along axis 1, taken for batch (ratio 0.0
    describe(lstm(), turned())
    describe(lstm(batch_first=True), turned())
batch-time-swapped: inputs.transpose(0, 1), or make the module with batch_first=True
    describe(lstm(), turned())
    describe(lstm(), turned().transpose(0, 1))
batch-time-swapped: make the module with batch_first=False
    describe(lstm(batch_first=True), waves())
    describe(lstm(batch_first=False), waves())
batch-time-swapped-lengths: axis 0, taken for batch, has the size 9, and axis 1
    describe(lstm(batch_first=True), ragged(), lengths=[9, 4, 7, 2, 6])
    describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6])
lengths-count: There are 4 lengths for 5 sequences
    describe(lstm(), ragged(), lengths=[9, 4, 7, 2])
    describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6])
lengths-below-one: Sequence 3 has the length 0
    describe(lstm(), ragged(), lengths=[9, 4, 7, 0, 6])
    describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6])
lengths-beyond-padding: Sequence 0 has the length 10, but the tensor ends
    describe(lstm(), ragged(), lengths=[10, 4, 7, 2, 6])
    describe(lstm(), ragged(), lengths=torch.tensor([9, 4, 7, 2, 6]))
lengths-cut-data: Packing drops the last 2 time steps of it
    describe(lstm(), ragged(), lengths=[7, 4, 7, 2, 6])
    describe(lstm(), ragged(), lengths=np.array([9, 5, 7, 2, 6]))
padding-unpacked: 4 of 5 do, and sequence 3 after 2 of 9 time steps
    describe(lstm(), ragged())
    describe(lstm(), torch.randn(9, 5, INPUT))
states-order-untold: both have the size 2
    describe(module := square(), turned(batch=2), states(module, batch=2))
    describe(square(), turned(batch=2), (torch.zeros(2, 2, HIDDEN),) * 2)
states-swapped: Of 21 pairs of numbers here, all fit if swapped
    describe(module := lstm(), waves(), states(module)[::-1])
    describe(module := lstm(), waves(), states(module))
dropout-one-layer: dropout=0.5 has no effect
    describe(quiet_dropout(), waves())
    describe(lstm(num_layers=2, dropout=0.5), waves())
batch-first-unbatched: with two axes, inputs is taken for one sequence
    describe(lstm(batch_first=True), waves()[:, 0])
    describe(lstm(), waves()[:, 0])
batch-first-packed: a packed sequence has no batch axis
    describe(lstm(batch_first=True), pack_padded_sequence(waves(), [9] * 7))
    describe(lstm(), pack_padded_sequence(waves(), [9] * 7))
one-step: the 7 sequences know nothing of each other
    describe(lstm(), torch.randn(1, 7, INPUT))
    describe(module := lstm(), torch.randn(1, 7, INPUT), states(module))
not-finite: inputs[3, 1, 0] is nan and enters at time step 3.
    describe(lstm(), with_nan(waves(), 3, 1, 0))
    describe(lstm(), waves())
not-finite: inputs.data[15, 1] is nan and enters at time step 3.
    describe(lstm(), packed(with_nan(ragged(), 3, 2, 1)))
    describe(lstm(), packed(ragged()))
"""
"""The stable id, with words that the finding says as evidence: numbers and names of the
wrong call; then a call that makes the mistake, and the same call done right."""

LINES = TABLE.strip().splitlines()
MISTAKES = [
    (*told.split(": ", 1), wrong.strip(), right.strip())
    for told, wrong, right in zip(LINES[::3], LINES[1::3], LINES[2::3], strict=True)
]
WRONG = {name: wrong for name, _, wrong, _ in MISTAKES}
LEVELS = ("error", "warning", "note")


@pytest.mark.parametrize(("name", "said", "wrong", "right"), MISTAKES)
def test_a_mistake_is_found_and_the_right_call_is_not_blamed(name, said, wrong, right):
    """The finding is made on the mistake alone, in whole sentences with the evidence."""
    findings = run(wrong).findings
    assert run(right).findings == ()
    assert all(re.fullmatch(r"[^{}]+\.", str(each)) for each in findings)
    assert any(said in str(each) for each in findings if each.id == name)
    levels = [each.level for each in findings]
    assert levels == sorted(levels, key=LEVELS.index)


def test_every_finding_has_a_mistake_and_its_level():
    """The table leaves no id out; what may well be right is a note and no warning."""
    keys = [key.partition("findings.") for key in read_messages("en")]
    assert WRONG.keys() == {name for _, prefix, name in keys if prefix}
    found = [finding for call in WRONG.values() for finding in run(call).findings]
    levels = {level: {each.id for each in found if each.level == level} for level in LEVELS}
    notes = "batch-first-packed", "batch-first-unbatched", "one-step", "states-order-untold"
    errors = "lengths-below-one", "lengths-beyond-padding", "lengths-count", "refused"
    assert (levels["note"], levels["error"]) == (set(notes), set(errors))


def test_the_first_nan_of_each_tensor_is_found():
    """It is the one that a trace names, in time and not in the first sequence."""
    module = lstm()
    nn.init.constant_(module.weight_hh_l0, math.nan)
    inputs = with_nan(with_nan(waves(), 9, 0, 1), 4, 2, 0)
    found = describe(module, inputs).findings
    wanted = ["inputs[4, 2, 0]", "weight_hh_l0[0, 0]"]
    assert [finding.evidence["where"] for finding in found] == wanted


def test_a_call_that_is_refused_is_still_described():
    """Wrong states hide neither the readings nor the other findings."""
    description = describe(
        quiet_dropout(), waves(), (torch.zeros(1, 5, HIDDEN), torch.zeros(2, HIDDEN))
    )
    assert ids(description) == ["refused", "dropout-one-layer"]
    assert description.readings[3:] == (
        ("h_0", 0, 1, "layers·directions"),
        ("h_0", 1, 5, "batch"),
        ("h_0", 2, 3, "features"),
        ("c_0", 0, 2, "layers·directions"),
        ("c_0", 1, 3, "features"),
    )
    assert ids(describe(lstm(), torch.zeros(3))) == ["refused"]
    assert describe(lstm(), torch.zeros(3)).readings == ()
    # With as many sequences as states, a wrong dtype is told, and no wrong order.
    hx = (torch.randn(2, 2, HIDDEN).double(),) * 2
    assert ids(describe(square(), turned(batch=2), hx)) == ["refused"]


def test_readings_name_each_axis():
    """Without a batch and packed; of a batch the printed table says it."""
    assert describe(lstm(), waves()[:, 0]).readings == (
        ("inputs", 0, 40, "time"),
        ("inputs", 1, 2, "features"),
    )
    assert describe(lstm(), packed(ragged())).readings == (
        ("inputs.data", 0, 28, "packed"),
        ("inputs.data", 1, 2, "features"),
        ("inputs.batch_sizes", 0, 9, "time"),
    )


def test_nothing_is_run_and_nothing_is_changed():
    """Meta tensors, which hold no numbers, are described as far as shapes go."""
    module = nn.LSTM(INPUT, HIDDEN, device="meta")
    inputs = torch.empty(5, 3, INPUT, device="meta")
    hx = (torch.empty(1, 3, HIDDEN, device="meta"),) * 2
    assert describe(module, inputs, hx).findings == ()
    assert ids(describe(module, inputs, lengths=[5, 2])) == []


def test_a_description_prints_table_and_findings(monkeypatch: pytest.MonkeyPatch):
    """A row for each axis, and the findings with level and id; no word is fixed."""
    text = str(run(WRONG["dropout-one-layer"]))
    assert text.splitlines() == [
        "What nn.LSTM(2, 3) takes each axis for.",
        "",
        "axis             size  taken for",
        "─────────────────────────────────────",
        "inputs.shape[0]  40    time",
        "inputs.shape[1]  7     batch",
        "inputs.shape[2]  2     features",
        "h_0                    omitted: zeros",
        "c_0                    omitted: zeros",
        "",
        "Warning [dropout-one-layer]",
        "dropout=0.5 has no effect: it acts between layers, and there is only one.",
    ]
    monkeypatch.setenv("LANGUAGE", "es")
    same = {*text.split()} & {*str(run(WRONG["dropout-one-layer"])).split()}
    assert [word for word in same if word.strip(":.,").isalpha()] == ["no"]


def test_html_lists_the_findings_as_terms():
    """The table is followed by a list of definitions, with everything escaped."""
    description = run(WRONG["states-swapped"])
    html = description._repr_html_()
    assert html.startswith(description.table()._repr_html_())
    terms = [each.get_text() for each in BeautifulSoup(html, "html.parser")(["dt", "dd"])]
    (finding,) = description.findings
    assert terms == [finding.heading(), str(finding)]
    marked = Finding("refused", {"reason": "<b>"})
    assert "call: &lt;b&gt;." in description._replace(findings=(marked,))._repr_html_()
    assert "<dl" not in describe(lstm(), waves())._repr_html_()


ORDINARY = {"bidirectional": True}, {"batch_first": True}, {"bias": False}


@pytest.mark.parametrize("options", [{}, {"num_layers": 2, "dropout": 0.5}, *ORDINARY])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_ordinary_calls_are_not_blamed(options: dict, dtype: torch.dtype):
    """Random, constant, one-hot, binary and smooth inputs bring nothing up."""
    module = lstm(**options).to(dtype)
    rows = module.num_layers * (1 + module.bidirectional)
    for length, batch in product((1, 2, 5, 33), (1, 4, 17)):
        front = (batch, length) if module.batch_first else (length, batch)
        smooth = (turned if module.batch_first else waves)(length, batch)
        for inputs in (
            torch.randn(*front, INPUT),
            torch.zeros(*front, INPUT),
            torch.ones(*front, INPUT),
            torch.eye(INPUT)[torch.randint(INPUT, front)],
            torch.randint(2, (*front, INPUT)),
            smooth,
        ):
            hx = torch.randn(rows, batch, HIDDEN), torch.randn(rows, batch, HIDDEN)
            for given in (None, hx):
                given = given and tuple(state.to(dtype) for state in given)
                found = ids(describe(module, inputs.to(dtype), given))
                assert set(found) <= {"one-step", "states-order-untold"}
                assert ("one-step" in found) == (length == 1 < batch and given is None)


def test_what_resembles_a_mistake_is_not_blamed():
    """Nothing is found where chance, or another cause, explains what the numbers show."""
    # Windows cut one step apart are smooth along both axes: no sign of a swap.
    windows = waves(60, 1)[:, 0].unfold(0, 20, 1).movedim(-1, 0)
    assert windows.shape == (20, 41, INPUT)
    assert describe(lstm(), windows).findings == ()
    # Sequences that differ by a constant do so at all steps.
    for _ in range(50):
        offsets = 9 * torch.randn(1, 6, INPUT)
        assert describe(lstm(), offsets + torch.randn(30, 6, INPUT)).findings == ()
    # Where both axes have one size, the lengths speak for neither.
    assert describe(lstm(), torch.randn(5, 5, INPUT), lengths=[5] * 5).findings == ()
    # Only with batch_first may one expect the batch of the states to go first.
    hx = torch.randn(2, 2, HIDDEN), torch.randn(2, 2, HIDDEN)
    assert describe(lstm(num_layers=2), waves(batch=2), hx).findings == ()
    # A silent channel beside others is data, and no padding.
    inputs = torch.randn(9, 5, INPUT)
    inputs[:, 3] = 0
    assert describe(lstm(), inputs).findings == ()
    # Sorted by length, the zeros of padding also end the batch axis.
    assert ids(describe(lstm(), ragged((9, 7, 6, 4, 2)))) == ["padding-unpacked"]


def test_the_real_eeg_is_recognised_either_way():
    """Pieces of the EEG that comes with Matplotlib are told from their transpose."""
    with get_sample_data("eeg.dat") as file:
        eeg = torch.from_numpy(np.frombuffer(file.read()).copy()).view(8, 100, 4)
    module = nn.LSTM(4, 3, dtype=torch.float64)
    assert ids(describe(module, eeg)) == ["batch-time-swapped"]
    assert ids(describe(module, eeg.transpose(0, 1))) == []


def test_states_drawn_at_random_are_rarely_called_swapped():
    """Those of the post are not, nor more than three of 3,000 pairs of five numbers."""
    post = load_post()
    for hx in (post.hx, post.hx_whole):
        assert describe(post.lstm, post.inputs, hx).findings == ()
    module, inputs = nn.LSTM(1, 5), torch.ones(1, 1)
    drawn = (tuple(torch.randn(2, 1, 5)) for _ in range(3000))
    assert sum("states-swapped" in ids(describe(module, inputs, hx)) for hx in drawn) <= 3


def test_axes_that_the_caller_has_named_are_not_doubted():
    """Windows that overlap are as much alike as steps are; whoever says so is believed."""
    series = torch.cumsum(torch.randn(400, INPUT), 0)
    windows = series.unfold(0, 4, 2).permute(0, 2, 1)[:, torch.randperm(4)]
    module = lstm(batch_first=True)
    assert ids(describe(module, windows)) == ["batch-time-swapped"]
    assert not ids(describe(module, windows, axes=("batch", "time", "features")))
