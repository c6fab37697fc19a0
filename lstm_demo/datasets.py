"""Real data that come with the package: utterances of different lengths, and a series."""

from importlib.resources import as_file, files
from typing import NamedTuple

import torch
from torch import Tensor

TRAINING = 270
"""How many utterances the authors of the data set train with; the others test."""

UNIT = 1e-4
"""What one of the stored whole numbers stands for."""


class Utterances(NamedTuple):
    """Some utterances, and who spoke each."""

    sequences: tuple[Tensor, ...]
    """One utterance each, float32, (time, features) = (7 to 29, 12)."""

    speakers: Tensor
    """The number of each one's speaker, 0 to 8, int64, (utterances,)."""


class JapaneseVowels(NamedTuple):
    """The two parts of the data set, as its authors divided it."""

    train: Utterances
    """270 utterances, 30 of each speaker."""

    test: Utterances
    """370 utterances, 24 to 88 of each speaker."""


def load_japanese_vowels() -> JapaneseVowels:
    """Load 640 utterances of two vowels by nine speakers, to tell who is speaking.

    Each time step holds 12 coefficients of linear prediction, between -2 and 3, without a
    unit. The data are part of the package, so no network is needed.

    Source: M. Kudo, J. Toyama and M. Shimbo, "Multidimensional Curve Classification Using
    Passing-Through Regions", Pattern Recognition Letters 20 (1999), 1103-1111;
    https://doi.org/10.24432/C5NS47, CC BY 4.0, rounded here to four decimals.
    """
    import numpy as np

    with (
        as_file(files("lstm_demo") / "data" / "japanese_vowels.npz") as path,
        np.load(path) as stored,
    ):
        steps = torch.from_numpy(stored["coefficients"]).float() * UNIT
        lengths = stored["lengths"].tolist()
        speakers = torch.from_numpy(stored["speakers"]).long()
    sequences = steps.split(lengths)
    return JapaneseVowels(
        Utterances(sequences[:TRAINING], speakers[:TRAINING]),
        Utterances(sequences[TRAINING:], speakers[TRAINING:]),
    )


def load_el_nino() -> Tensor:
    """Load the sea surface temperature off Peru, month by month from 1950 to 2010.

    Returns:
        The mean of each month in degrees Celsius, float32, (time,) = (732,). The first is
        January 1950.

    Source: National Oceanic and Atmospheric Administration, ERSST.V3B, region Niño 1+2,
    https://www.cpc.ncep.noaa.gov/data/indices/, in the public domain.
    """
    text = (files("lstm_demo") / "data" / "el_nino.txt").read_text(encoding="utf-8")
    rows = [line.split()[1:] for line in text.splitlines() if not line.startswith("#")]
    return torch.tensor([float(month) for row in rows for month in row])
