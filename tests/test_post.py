"""The post's numbers come out of its module, its inputs and the runners."""

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor

from lstm_demo import load_post, run_batched, run_stepwise

PRINTED = json.loads((Path(__file__).parent / "data" / "post.json").read_text("utf-8"))


def printed(tree: object) -> list[str]:
    """Print the numbers of nested lists, dictionaries and tensors at four decimals."""
    if isinstance(tree, float):
        return [f"{tree:.4f}"]
    if isinstance(tree, Tensor):
        return printed(tree.tolist())
    if not isinstance(tree, (dict, list, tuple)):
        return []
    branches = tree.values() if isinstance(tree, dict) else tree
    return [number for branch in branches for number in printed(branch)]


def test_all_106_numbers_come_out_in_the_order_of_the_post():
    """Nothing that the post prints is left out: 20 + 5·9 + 20 + 15 + 3 + 3 numbers."""
    post = load_post()
    steps = run_stepwise(post.lstm, post.inputs, post.hx, carry_state=False)
    whole = run_batched(post.lstm, post.inputs, post.hx_whole)
    each_step = zip(steps.output, steps.h_calls, steps.c_calls, strict=True)
    got = printed([post.inputs, *each_step, post.inputs, *whole[:3]])
    assert len(got) == 106
    assert got == printed(PRINTED)


def test_carrying_the_state_does_not_give_the_printed_steps():
    """The post's loop does not carry the state: carried, all later steps differ."""
    post = load_post()
    run = run_stepwise(post.lstm, post.inputs, post.hx)
    assert printed(run.output[0]) == printed(PRINTED["steps"][0]["out"])
    for step in range(1, 5):
        assert printed(run.output[step]) != printed(PRINTED["steps"][step]["out"])


@pytest.mark.parametrize("seed", [0, 2])
def test_the_global_generator_is_left_as_it_was(seed):
    """Loading the post takes no number from the sequence that the caller draws."""
    torch.manual_seed(seed)
    before = torch.get_rng_state()
    first = load_post()
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(3)
    assert torch.equal(load_post().inputs, first.inputs)


def test_the_default_dtype_does_not_change_the_post():
    """The post is float32, also where the caller has made float64 the default."""
    expected = load_post()
    torch.set_default_dtype(torch.float64)
    try:
        post = load_post()
    finally:
        torch.set_default_dtype(torch.float32)
    assert torch.equal(post.lstm.weight_ih_l0, expected.lstm.weight_ih_l0)
    for name in ("inputs", "hx", "hx_whole"):
        torch.testing.assert_close(
            getattr(post, name), getattr(expected, name), rtol=0, atol=0
        )
