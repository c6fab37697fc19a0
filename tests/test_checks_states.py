"""Initial states that do not fit are refused, with the words that name and mend it."""

import pytest
import torch

from lstm_demo import run_batched, run_stepwise
from tests.refusals import FIRST, INPUTS, PLAIN, PROJECTED, STATE, refusal

# On a CPU, torch says once in a process that oneDNN has no projections.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")

BATCHED = "(layers·directions, batch, features)"


def test_a_lone_h_0_is_refused():
    """One tensor is no pair; the message gives the shape of the c_0 that is missing."""
    with refusal(
        TypeError,
        "hx must be the pair (h_0, c_0), got one tensor, (4, 7, 3); "
        "an LSTM starts from two states: "
        "pass (h_0, h_0.new_zeros(4, 7, 9)) if only h_0 is known",
    ):
        run_batched(PROJECTED, INPUTS, torch.zeros(4, 7, 3))


@pytest.mark.parametrize(
    ("hx", "came"),
    [
        ((STATE,), "a tuple of 1: (torch.Tensor)"),
        ([STATE, None], "a list of 2: (torch.Tensor, NoneType)"),
        ((None, STATE), "a tuple of 2: (NoneType, torch.Tensor)"),
        ((STATE,) * 3, "a tuple of 3: (torch.Tensor, torch.Tensor, torch.Tensor)"),
        (0, "int"),
    ],
)
def test_states_that_are_no_pair_are_refused(hx, came):
    """What came in the place of the pair is told item by item."""
    with refusal(
        TypeError,
        f"hx must be the pair (h_0, c_0) of tensors, got {came}; "
        "leave hx out to start from zeros",
    ):
        run_stepwise(PLAIN, INPUTS, hx)


@pytest.mark.parametrize(
    ("lstm", "inputs", "h_0", "words"),
    [
        (
            PLAIN,
            INPUTS,
            (1, 7, 9),
            "its layers·directions axis is 1, but num_layers·directions is 2·1",
        ),
        (PLAIN, INPUTS, (2, 6, 9), "its batch axis is 6, but inputs has a batch of 7"),
        (PLAIN, INPUTS, (2, 7, 8), "its features axis is 8, but hidden_size is 9"),
        (
            PLAIN,
            INPUTS,
            (3, 7, 8),
            "its layers·directions axis is 3, but num_layers·directions is 2·1; "
            "its features axis is 8, but hidden_size is 9",
        ),
        (PLAIN, INPUTS, (9,), "it must have 3 axes, not 1"),
        (
            PLAIN,
            INPUTS,
            (2, 9),
            "inputs has a batch axis, so the states need one: "
            "pass h_0.unsqueeze(1).repeat(1, 7, 1)",
        ),
        (
            PLAIN,
            INPUTS[:, :1],
            (2, 9),
            "inputs has a batch axis, so the states need one: pass h_0.unsqueeze(1)",
        ),
        (
            FIRST,
            INPUTS.transpose(0, 1),
            (7, 2, 9),
            "its batch stands first, and batch_first does not move the states: "
            "pass h_0.transpose(0, 1).contiguous()",
        ),
        (
            PLAIN,
            INPUTS[:, 0],
            (2, 1, 9),
            "inputs has no batch axis, nor have its states: pass h_0.squeeze(1)",
        ),
        (PLAIN, INPUTS[:, 0], (2, 7, 9), "it must have 2 axes, not 3"),
        (PLAIN, INPUTS[:, 0], (2, 8), "its features axis is 8, but hidden_size is 9"),
        (PROJECTED, INPUTS, (4, 7, 9), "its features axis is 9, but proj_size is 3"),
        (
            PROJECTED,
            INPUTS,
            (2, 7, 3),
            "its layers·directions axis is 2, but num_layers·directions is 2·2",
        ),
    ],
)
def test_a_wrong_h_0_is_refused(lstm, inputs, h_0, words):
    """The shape that is wanted is told with its axes, and each axis that differs."""
    rows, width = (4, 3) if lstm is PROJECTED else (2, 9)
    wanted = f"(layers·directions, features) = {(rows, width)}"
    if inputs.dim() == 3:
        batch = inputs.shape[0 if lstm.batch_first else 1]
        wanted = f"{BATCHED} = {(rows, batch, width)}"
    with refusal(ValueError, f"h_0 must be {wanted}, got {h_0}; {words}"):
        run_batched(lstm, inputs, (torch.zeros(h_0), torch.zeros(h_0)))


def test_a_wrong_c_0_is_refused():
    """A state c_0 is hidden_size wide, also where h is projected."""
    with refusal(
        ValueError,
        f"c_0 must be {BATCHED} = (4, 7, 9), got (4, 7, 3); "
        "its features axis is 3, but hidden_size is 9",
    ):
        run_batched(PROJECTED, INPUTS, (torch.zeros(4, 7, 3), torch.zeros(4, 7, 3)))


def test_states_in_the_wrong_order_are_told_from_wrong_shapes():
    """With a projection h and c differ in width, so a swap can be named."""
    h_0, c_0 = torch.zeros(4, 7, 3), torch.zeros(4, 7, 9)
    with refusal(
        ValueError,
        "h_0 and c_0 are swapped: h has proj_size = 3 features, c hidden_size = 9, "
        "got (4, 7, 9) and (4, 7, 3); pass hx as (h_0, c_0)",
    ):
        run_batched(PROJECTED, INPUTS, (c_0, h_0))
    assert run_batched(PROJECTED, INPUTS, (h_0, c_0)).h_n.shape == h_0.shape
