"""One built gallery for all tests that only look at it."""

from pathlib import Path

import pytest

from tests.ext.minigallery import make
from tests.ext.minisite import build


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery that has been built in Spanish."""
    folder = make(tmp_path_factory.mktemp("gallery"))
    status, log = build(folder, "--define", "language=es")
    assert status == 0, log
    return folder
