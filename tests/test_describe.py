"""`describe` tells each mistake with its evidence, and stays silent on sound calls."""

import re
from html.parser import HTMLParser

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.describe.describe import describe
from lstm_demo.describe.record import Finding
from lstm_demo.messages import read_messages
from tests.wrong_calls import (
    BATCH,
    HIDDEN,
    INPUT,
    MISTAKES,
    ids,
    lstm,
    nan_weight,
    packed_then,
    quiet_dropout,
    ragged,
    states,
    waves,
    with_nan,
)

FINDINGS = [
    key.removeprefix("findings.")
    for key in read_messages("en")
    if key.startswith("findings.")
]
LEVELS = ("error", "warning", "note")


@pytest.fixture(autouse=True)
def seed():
    """Draw the same numbers in every test."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        yield


def test_every_finding_has_a_mistake_that_makes_it():
    """The table of mistakes leaves no id out."""
    assert sorted(MISTAKES) == sorted(FINDINGS)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found_and_the_right_call_is_not_blamed(name: str):
    """The finding is made on the mistake alone, and said in whole sentences."""
    wrong, right = MISTAKES[name]
    description = wrong()
    assert name in ids(description)
    assert right().findings == ()
    assert all(re.fullmatch(r"[^{}]+\.", str(each)) for each in description.findings)
    levels = [each.level for each in description.findings]
    assert levels == sorted(levels, key=list(LEVELS).index)


SAID = {
    "refused": "inputs is torch.float64, the weights are torch.float32",
    "axes-not-as-meant": "Pass inputs.permute(1, 0, 2).",
    "batch-time-swapped": "alike along axis 1, taken for batch (ratio 0.0",
    "batch-time-swapped-lengths": "axis 0, taken for batch, has the size 9, and axis 1",
    "lengths-count": "There are 4 lengths for 5 sequences",
    "lengths-below-one": "Sequence 3 has the length 0",
    "lengths-beyond-padding": "Sequence 0 has the length 10, but the tensor ends",
    "lengths-cut-data": "Packing drops the last 2 time steps of it",
    "padding-unpacked": "4 of 5 do, and sequence 3 after 2 of 9 time steps",
    "states-order-untold": "both have the size 2",
    "states-swapped": "Of 21 pairs of numbers here, all fit if swapped",
    "dropout-one-layer": "dropout=0.5 has no effect",
    "one-step": "the 7 sequences know nothing of each other",
    "not-finite": "inputs[3, 1, 0] is nan and enters at time step 3.",
}


@pytest.mark.parametrize("name", SAID)
def test_a_finding_says_the_evidence(name: str):
    """The numbers and names in the sentences are those of the call."""
    sentences = [str(each) for each in MISTAKES[name][0]().findings if each.id == name]
    assert any(SAID[name] in each for each in sentences), sentences


def test_advice_on_swapped_axes_works():
    """After the transposition that is advised, or with the option, nothing is found."""
    swapped = waves().transpose(0, 1)
    (finding,) = describe(lstm(), swapped).findings
    assert "inputs.transpose(0, 1), or make the module with batch_first=True" in str(
        finding
    )
    assert describe(lstm(), swapped.transpose(0, 1)).findings == ()
    (finding,) = describe(lstm(batch_first=True), waves()).findings
    assert "make the module with batch_first=False" in str(finding)


def test_nan_in_a_packed_sequence_is_placed_in_time():
    """The step is told although the rows of a packed sequence are not steps."""
    # Sorted, the first sequence stands first at each step, after rows 5 + 5 + 4.
    for row, where in ((2, "inputs.data[15, 1]"), (0, "inputs.data[14, 1]")):
        packed = pack_padded_sequence(
            with_nan(ragged(), 3, row, 1), [9, 4, 7, 2, 6], enforce_sorted=False
        )
        (finding,) = describe(lstm(), packed).findings
        assert finding.evidence["step"] == 3
        assert finding.evidence["where"] == where
        assert eval(where, {"inputs": packed}).isnan()  # noqa: S307, our own text


def test_nan_is_found_in_states_and_weights_too():
    """Each tensor is told once, with the place of its first."""
    module = nan_weight()
    h_0, c_0 = torch.zeros(2, 1, BATCH, HIDDEN)
    found = describe(module, waves(), (h_0, with_nan(c_0, 0, 1, 2))).findings
    where = [finding.evidence["where"] for finding in found]
    assert where == ["c_0[0, 1, 2]", "weight_hh_l0[2, 1]"]


def test_the_first_nan_is_the_first_in_time():
    """With batch first, the earliest step counts and not the first sequence."""
    inputs = with_nan(with_nan(waves(), 9, 0, 1), 4, 2, 0).transpose(0, 1)
    (finding,) = describe(lstm(batch_first=True), inputs).findings
    assert finding.evidence["where"] == "inputs[2, 4, 0]"
    (finding,) = describe(lstm(), with_nan(waves()[:, 0], 5, 1)).findings
    assert finding.evidence["where"] == "inputs[5, 1]"


def test_a_call_that_is_refused_is_still_described():
    """Wrong states hide neither the readings nor the other findings."""
    description = describe(
        quiet_dropout(), waves(), (torch.zeros(1, 5, HIDDEN), torch.zeros(2, HIDDEN))
    )
    assert ids(description) == ["refused", "dropout-one-layer"]
    assert [reading.size for reading in description.readings] == [
        40,
        7,
        2,
        1,
        5,
        3,
        2,
        3,
    ]
    assert ids(describe(lstm(), torch.zeros(3))) == ["refused"]
    assert describe(lstm(), torch.zeros(3)).readings == ()


def test_states_in_the_right_order_are_not_blamed_for_another_fault():
    """With as many sequences as states, a wrong dtype is told, and no wrong order."""
    module = lstm(num_layers=2, batch_first=True)
    hx = (torch.zeros(2, 2, HIDDEN).double(),) * 2
    inputs = waves(batch=2).transpose(0, 1)
    assert ids(describe(module, inputs, hx)) == ["refused"]


def test_what_may_well_be_right_is_a_note_and_no_warning():
    """Levels tell what fails and what goes wrong in silence from mere remarks."""
    found = [finding for wrong, _ in MISTAKES.values() for finding in wrong().findings]
    levels = {level: {each.id for each in found if each.level == level} for level in LEVELS}
    assert levels["note"] == {
        "batch-first-packed",
        "batch-first-unbatched",
        "one-step",
        "states-order-untold",
    }
    assert levels["error"] == {
        "lengths-below-one",
        "lengths-beyond-padding",
        "lengths-count",
        "refused",
    }


def test_readings_name_each_axis():
    """Every axis of inputs and states is named in the module's order."""
    module = lstm(batch_first=True)
    inputs = waves().transpose(0, 1)
    readings = describe(module, inputs, states(module)).readings
    assert readings == (
        ("inputs", 0, 7, "batch"),
        ("inputs", 1, 40, "time"),
        ("inputs", 2, 2, "features"),
        ("h_0", 0, 1, "layers·directions"),
        ("h_0", 1, 7, "batch"),
        ("h_0", 2, 3, "features"),
        ("c_0", 0, 1, "layers·directions"),
        ("c_0", 1, 7, "batch"),
        ("c_0", 2, 3, "features"),
    )
    assert describe(lstm(), waves()[:, 0]).readings == (
        ("inputs", 0, 40, "time"),
        ("inputs", 1, 2, "features"),
    )
    assert packed_then([9, 4, 7, 2, 6]).readings == (
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


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((nn.GRU(2, 3), waves()), {}, TypeError, "nn.LSTM"),
        ((lstm(), waves().tolist()), {}, TypeError, "inputs must be a torch.Tensor"),
        ((lstm(), waves(), waves()), {}, TypeError, "hx must be the pair"),
        ((lstm(), waves()[:, 0]), {"lengths": [3]}, ValueError, "tensor of 2 axes"),
        ((lstm(), waves()), {"axes": ("time", "batch")}, ValueError, "got time, batch"),
        (
            (lstm(), pack_padded_sequence(waves(), [9] * 7)),
            {"lengths": [9] * 7},
            ValueError,
            "a PackedSequence, which has lengths and axes of its own",
        ),
        (
            (lstm(), waves()[0]),
            {"axes": ("batch", "features")},
            ValueError,
            "each of time, features once",
        ),
    ],
)
def test_what_cannot_be_described_is_refused(arguments, options, error, words):
    """The wrong kind of object, and arguments that do not belong together, raise."""
    with pytest.raises(error, match=words):
        describe(*arguments, **options)


def test_a_description_prints_table_and_findings():
    """The text holds a row for each axis, and the findings with level and id."""
    text = str(MISTAKES["dropout-one-layer"][0]())
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


class Terms(HTMLParser):
    """Collects terms and their definitions."""

    def __init__(self) -> None:
        """Start without anything found."""
        super().__init__()
        self.tag = ""
        self.terms: list[str] = []

    def handle_starttag(self, tag, attributes):
        """Remember where the text stands."""
        self.tag = tag

    def handle_data(self, data):
        """Keep the text of terms and definitions."""
        if self.tag in ("dt", "dd") and data.strip():
            self.terms.append(data)


def test_html_lists_the_findings_as_terms():
    """The table is followed by a list of definitions, with everything escaped."""
    description = MISTAKES["states-swapped"][0]()
    html = description._repr_html_()
    assert html.startswith(description.table()._repr_html_())
    terms = Terms()
    terms.feed(html)
    (finding,) = description.findings
    assert terms.terms == [finding.heading(), str(finding)]
    marked = Finding("refused", {"reason": "<b>"})
    assert "call: &lt;b&gt;." in description._replace(findings=(marked,))._repr_html_()
    assert "<dl" not in describe(lstm(), waves())._repr_html_()
