"""The data that come with the package, and the post whose numbers come out of it."""

import json
from pathlib import Path

import torch
from torch import Tensor

from lstm_demo import (
    load_el_nino,
    load_japanese_vowels,
    load_post,
    run_batched,
    run_stepwise,
)

PRINTED = json.loads((Path(__file__).parent / "data" / "post.json").read_text("utf-8"))
# The first and the last time step of the files of the UCI Machine Learning Repository
# (https://doi.org/10.24432/C5NS47), and how many utterances each speaker has there.
FIRST_OF_TRAINING = (1.860936, -0.207383, 0.261557, -0.214562)
FIRST_OF_TEST = (1.635533, 0.024848, 0.432087, -0.361914)
SPEAKERS_OF_TEST = (31, 35, 88, 44, 29, 24, 40, 50, 29)


def test_utterances_are_those_of_the_repository() -> None:
    """Order, division and lengths are the authors', numbers to four decimals."""
    train, test = load_japanese_vowels()
    for part, first in ((train, FIRST_OF_TRAINING), (test, FIRST_OF_TEST)):
        torch.testing.assert_close(
            part.sequences[0][0, :4], torch.tensor(first), atol=5.1e-5, rtol=0
        )
    assert train.speakers.bincount().tolist() == [30] * 9
    assert tuple(test.speakers.bincount().tolist()) == SPEAKERS_OF_TEST
    shapes = [sequence.shape for sequence in (*train.sequences, *test.sequences)]
    assert (len(train.sequences), len(test.sequences)) == (270, 370)
    assert {features for _, features in shapes} == {12}
    assert (min(shapes)[0], max(shapes)[0]) == (7, 29)
    assert sum(time for time, _ in shapes) == 9961
    # Each call returns tensors of its own.
    train.sequences[0].zero_()
    assert load_japanese_vowels().train.sequences[0].any()


def test_temperatures_run_from_january_1950_to_december_2010() -> None:
    """There are 61 years of 12 months, without the numbers of the years among them."""
    series = load_el_nino()
    assert series.shape == (732,)
    assert series.dtype == torch.float32
    torch.testing.assert_close(series[:2], torch.tensor([23.11, 24.20]))
    torch.testing.assert_close(series[12], torch.tensor(24.19))  # January 1951
    assert 18 < series.min() < series.max() < 30


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
