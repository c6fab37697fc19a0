"""The data that come with the package."""

import torch

from lstm_demo import load_el_nino, load_japanese_vowels

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
