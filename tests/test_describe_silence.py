"""`describe` blames no sound call, and takes no chance for evidence."""

from itertools import product

import numpy as np
import pytest
import torch
from matplotlib.cbook import get_sample_data
from torch import nn

from lstm_demo import load_post
from lstm_demo.describe.describe import describe
from tests.wrong_calls import HIDDEN, INPUT, ids, lstm, ragged, waves


@pytest.fixture(autouse=True)
def seed():
    """Draw the same numbers in every test."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        yield


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_layers": 2, "dropout": 0.5},
        {"bidirectional": True},
        {"batch_first": True},
        {"bias": False},
    ],
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_ordinary_calls_are_not_blamed(options: dict, dtype: torch.dtype):
    """Random, constant, one-hot, binary and smooth inputs bring nothing up."""
    module = lstm(**options).to(dtype)
    rows = module.num_layers * (1 + module.bidirectional)
    for length, batch in product((1, 2, 5, 33), (1, 4, 17)):
        front = (batch, length) if module.batch_first else (length, batch)
        smooth = waves(length, batch)
        for inputs in (
            torch.randn(*front, INPUT),
            torch.zeros(*front, INPUT),
            torch.ones(*front, INPUT),
            torch.eye(INPUT)[torch.randint(INPUT, front)],
            torch.randint(2, (*front, INPUT)),
            smooth.transpose(0, 1) if module.batch_first else smooth,
        ):
            hx = torch.randn(rows, batch, HIDDEN), torch.randn(rows, batch, HIDDEN)
            for given in (None, hx):
                given = given and tuple(state.to(dtype) for state in given)
                found = ids(describe(module, inputs.to(dtype), given))
                assert set(found) <= {"one-step", "states-order-untold"}
                assert ("one-step" in found) == (length == 1 < batch and given is None)


def test_overlapping_windows_are_not_blamed():
    """Windows cut one step apart are smooth along both axes: no sign of a swap."""
    windows = waves(60, 1)[:, 0].unfold(0, 20, 1).movedim(-1, 0)
    assert windows.shape == (20, 41, INPUT)
    assert describe(lstm(), windows).findings == ()


def test_offsets_between_sequences_are_not_blamed():
    """Sequences that differ by a constant do so at all steps: no evidence."""
    for _ in range(50):
        offsets = 9 * torch.randn(1, 6, INPUT)
        assert describe(lstm(), offsets + torch.randn(30, 6, INPUT)).findings == ()


def test_the_real_eeg_is_recognised_either_way():
    """Pieces of the EEG that comes with Matplotlib are told from their transpose."""
    with get_sample_data("eeg.dat") as file:
        eeg = torch.from_numpy(np.frombuffer(file.read()).copy()).view(8, 100, 4)
    module = nn.LSTM(4, 3, dtype=torch.float64)
    assert ids(describe(module, eeg)) == ["batch-time-swapped"]
    assert ids(describe(module, eeg.transpose(0, 1))) == []


def test_the_states_of_the_post_are_not_blamed():
    """States drawn at random need not fit together, and are not called swapped."""
    post = load_post()
    for hx in (post.hx, post.hx_whole):
        assert describe(post.lstm, post.inputs, hx).findings == ()


def test_chance_rarely_looks_like_swapped_states():
    """Of 3,000 random pairs of five numbers at most three fit the wrong way round."""
    module = nn.LSTM(1, 5)
    blamed = sum(
        "states-swapped"
        in ids(describe(module, torch.ones(1, 1), tuple(torch.randn(2, 1, 5))))
        for _ in range(3000)
    )
    assert blamed <= 3


def test_as_many_steps_as_sequences_are_no_evidence():
    """Where both axes have one size, the lengths speak for neither."""
    inputs = torch.randn(5, 5, INPUT)
    assert describe(lstm(), inputs, lengths=[5] * 5).findings == ()


def test_states_of_a_module_without_batch_first_are_in_the_order_they_look():
    """Only with batch_first may one expect the batch of the states to go first."""
    module = lstm(num_layers=2)
    hx = torch.randn(2, 2, HIDDEN), torch.randn(2, 2, HIDDEN)
    assert describe(module, waves(batch=2), hx).findings == ()


def test_padding_in_the_order_of_the_lengths_is_no_sign_of_a_swap():
    """Sorted by length, the zeros also end the batch axis; they are told as padding."""
    inputs = ragged((9, 7, 6, 4, 2))
    assert ids(describe(lstm(), inputs)) == ["padding-unpacked"]


def test_a_sequence_of_nothing_but_zeros_is_not_taken_for_padding():
    """A silent channel beside others is data."""
    inputs = torch.randn(9, 5, INPUT)
    inputs[:, 3] = 0
    assert describe(lstm(), inputs).findings == ()


def test_axes_that_the_caller_has_named_are_not_doubted():
    """Windows that overlap are as much alike as steps are; whoever says so is believed."""
    series = torch.cumsum(torch.randn(400, INPUT), 0)
    windows = series.unfold(0, 4, 2).permute(0, 2, 1)[:, torch.randperm(4)]
    module = lstm(batch_first=True)
    assert ids(describe(module, windows)) == ["batch-time-swapped"]
    assert not ids(describe(module, windows, axes=("batch", "time", "features")))
