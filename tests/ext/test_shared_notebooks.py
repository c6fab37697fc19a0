"""An executed page runs once for all languages, and again when its package changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXT = Path(__file__).parents[2] / "docs" / "_ext"
CONF = """
extensions = ["myst_nb", "sphinx_gallery.gen_gallery", "stale_outputs", "shared_notebooks"]
sphinx_gallery_conf = {"examples_dirs": "scripts", "gallery_dirs": "gallery"}
outputs_depend_on_files = ["package"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
"""
PAGE = """---
file_format: mystnb
kernelspec: {{name: python3, display_name: Python, language: python}}
---
# Count

```{{code-cell}}
with open({runs!r}, "a") as file:
    print("x", file=file)
```
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two source directories of the same page, which notes each of its runs."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "module.py").write_text("answer = 42\n")
    (tmp_path / "conf.py").write_text(CONF)
    for code in ("es", "en"):
        source = tmp_path / code / "source"
        (source / "scripts").mkdir(parents=True)
        (source / "scripts" / "GALLERY_HEADER.rst").write_text("Gallery\n=======\n")
        page = PAGE.format(runs=str(tmp_path / "runs"))
        (source / "index.md").write_text(page)
    return tmp_path


def build_side_by_side(project: Path) -> int:
    """Build both at once; return how often the page has run so far."""
    builds = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "sphinx.cmd.build", "--quiet"),
                *("--conf-dir", str(project), "--define", f"language={code}"),
                *("--define", f"nb_execution_cache_path={project / 'executed'}"),
                *(str(project / code / "source"), str(project / code / "html")),
            ],
            env={**os.environ, "PYTHONPATH": str(EXT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for code in ("es", "en")
    ]
    for build in builds:
        _, errors = build.communicate()
        assert build.returncode == 0, errors
    return (project / "runs").read_text().count("x")


def test_a_page_runs_once_for_both_languages(project: Path) -> None:
    """Two builds at once run the page once, and show what it printed in both."""
    assert build_side_by_side(project) == 1
    for code in ("es", "en"):
        assert "code-cell" not in (project / code / "html" / "index.html").read_text()


def test_a_changed_package_runs_the_page_again(project: Path) -> None:
    """What has run against another package is not found."""
    build_side_by_side(project)
    (project / "package" / "module.py").write_text("answer = 43\n")
    for code in ("es", "en"):
        page = project / code / "source" / "index.md"
        page.write_text(page.read_text() + "\nMore.\n")
    assert build_side_by_side(project) == 2
