"""The lessons of the first part need nothing but torch."""

import runpy
import sys
from pathlib import Path

import pytest

FIRST_STEPS = Path(__file__).parent.parent / "examples" / "1_first_steps"


@pytest.mark.parametrize(
    "path", sorted(FIRST_STEPS.glob("plot_*.py")), ids=lambda it: it.stem
)
def test_a_first_lesson_runs_in_a_bare_notebook(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the package and Matplotlib it says what is missing, and asserts the rest."""
    for module in ("lstm_demo", "matplotlib", "matplotlib.pyplot"):
        monkeypatch.setitem(sys.modules, module, None)
    runpy.run_path(str(path))
    assert "The picture needs lstm_demo" in capsys.readouterr().out
