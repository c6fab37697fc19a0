"""A build that fails names the script, and the line, that its reader can mend."""

from pathlib import Path

import pytest

from docs._make.build import name_sources, source_line
from tests.site.project import write

SCRIPT = ['"""Words."""', "", "# lesson: tags one", "", "a = 1", "# words", "b = 1 / 0"]
COPY = ["# /// script", "# ///", '"""Palabras."""', "", "a = 1", "# más", "b = 1 / 0"]


@pytest.mark.parametrize(("line", "wanted"), [(5, 5), (6, 6), (7, 7)])
def test_a_line_of_a_copy_is_that_of_the_script(line: int, wanted: int) -> None:
    """Lines above, lines left out and translated lines are seen through."""
    assert source_line(COPY, SCRIPT, line) == wanted


def test_a_log_names_the_script(tmp_path: Path) -> None:
    """Only the place of a copy is changed, where the copy is there to be compared."""
    copy, script = "build/en/scripts/lessons/plot_a.py", "examples/plot_a.py"
    write(tmp_path, {copy: "\n".join(COPY[:-2] + COPY[-1:]), script: "\n".join(SCRIPT)})
    log = f'File "{tmp_path / copy}", line 6, in <module>\nFile "/elsewhere/b.py", line 6\n'
    said = (
        f'File "{tmp_path / script}", line 7, in <module>\nFile "/elsewhere/b.py", line 6\n'
    )
    assert name_sources(log, tmp_path / "examples") == said
    gone = 'File "/gone/scripts/lessons/plot_a.py", line 6\n'
    assert name_sources(gone, tmp_path / "examples") == gone
