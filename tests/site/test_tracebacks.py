"""A build that fails names the script, and the line, that its reader can mend."""

from pathlib import Path

import pytest

from docs._make.build import name_sources, source_line

SCRIPT = ['"""Words."""', "", "# lesson: tags one", "", "a = 1", "# words", "b = 1 / 0"]
COPY = [
    *("# /// script", "# ///", '"""Palabras."""', "", "a = 1"),
    *("# más palabras", "b = 1 / 0"),
]


@pytest.mark.parametrize(("line", "wanted"), [(5, 5), (6, 6), (7, 7)])
def test_a_line_of_a_copy_is_that_of_the_script(line: int, wanted: int) -> None:
    """Lines above, lines left out and translated lines are seen through."""
    assert source_line(COPY, SCRIPT, line) == wanted


def test_a_log_names_the_script(tmp_path: Path) -> None:
    """Only the place of a copy is changed."""
    copy = tmp_path / "build" / "en" / "scripts" / "lessons" / "plot_a.py"
    script = tmp_path / "examples" / "plot_a.py"
    for path, lines in ((copy, COPY[:-2] + COPY[-1:]), (script, SCRIPT)):
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    log = f'File "{copy}", line 6, in <module>\nFile "/elsewhere/b.py", line 6\n'
    said = f'File "{script}", line 7, in <module>\nFile "/elsewhere/b.py", line 6\n'
    assert name_sources(log, script.parent) == said


def test_a_copy_that_is_gone_is_named_as_it_was(tmp_path: Path) -> None:
    """Without the copy there is nothing to compare."""
    log = 'File "/gone/scripts/lessons/plot_a.py", line 6\n'
    assert name_sources(log, tmp_path) == log
