"""The post's numbers come out of its module, its inputs and the runners."""

import json
from pathlib import Path

import torch
from torch import Tensor

from lstm_demo import load_post, run_batched, run_stepwise

PRINTED = json.loads((Path(__file__).parent / "data" / "post.json").read_text("utf-8"))


def printed(*numbers: Tensor | list) -> list[str]:
    """Print tensors, or lists of lists, one number after another, at four decimals."""
    flat = [torch.as_tensor(each).flatten().tolist() for each in numbers]
    return [f"{number:.4f}" for each in flat for number in each]


def test_all_106_numbers_come_out_in_the_order_of_the_post():
    """Nothing that the post prints is left out: 20 + 5·9 + 20 + 15 + 3 + 3 numbers."""
    post = load_post()
    steps = run_stepwise(post.lstm, post.inputs, post.hx, carry_state=False)
    whole = run_batched(post.lstm, post.inputs, post.hx_whole)
    each_step = zip(steps.output, steps.h_calls, steps.c_calls, strict=True)
    stepwise = [tensor for step in each_step for tensor in step]
    got = printed(post.inputs, *stepwise, post.inputs, *whole[:3])
    assert len(got) == 106
    parts = [values for step in PRINTED["steps"] for values in step.values()]
    assert got == printed(PRINTED["inputs"], *parts, *PRINTED["whole"].values())


def test_carrying_the_state_does_not_give_the_printed_steps():
    """The post's loop does not carry the state: carried, all later steps differ."""
    post = load_post()
    run = run_stepwise(post.lstm, post.inputs, post.hx)
    assert printed(run.output[0]) == printed(PRINTED["steps"][0]["out"])
    for step in range(1, 5):
        assert printed(run.output[step]) != printed(PRINTED["steps"][step]["out"])


def test_the_session_neither_changes_the_post_nor_is_changed():
    """No number is taken from the caller's generator, nor a dtype from the default."""
    torch.manual_seed(0)
    before, expected = torch.get_rng_state(), load_post()
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(3)
    torch.set_default_dtype(torch.float64)
    try:
        post = load_post()
    finally:
        torch.set_default_dtype(torch.float32)
    assert torch.equal(post.lstm.weight_ih_l0, expected.lstm.weight_ih_l0)
    torch.testing.assert_close(post[1:], expected[1:], rtol=0, atol=0)
