"""The same scripts as three sites: ours, a plain gallery's, and one of notebooks."""

import contextlib
import io
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from sphinx_gallery.notebook import python_to_jupyter_cli

from docs._ext.gallery_i18n import translate_file
from docs._make.places import ROOT, read_languages

CATALOGS = Path("docs", "locales", "es", "LC_MESSAGES")
HOME = "# nn.LSTM\n\n```{toctree}\nlessons/index\n```\n"
HEADER = "Lessons\n=======\n"
TITLE_CATALOG = """msgid ""
msgstr "Language: es\\n"

msgid "{title}"
msgstr "{title}"
"""
GALLERY = """
project = "lstm-demo"
extensions = ["sphinx_gallery.gen_gallery"]
html_theme = "pydata_sphinx_theme"
sphinx_gallery_conf = {"examples_dirs": "../examples", "gallery_dirs": "lessons"}
"""
NOTEBOOKS = """
project = "lstm-demo"
extensions = ["myst_nb"]
html_theme = "pydata_sphinx_theme"
nb_execution_mode = "cache"
nb_execution_cache_path = "build/cache"
nb_execution_raise_on_error = True
"""


class Site(NamedTuple):
    """A site that can be built, again and again."""

    folder: Path
    """The project: `examples/`, `lstm_demo/`, and what the way needs."""

    command: tuple[str, ...]
    """What builds it, run in its folder."""

    records: dict[str, str]
    """Per language, the pattern of the files that are written anew when a script runs."""

    prepare: Callable[[Path], None]
    """Brings the sources up to date with the scripts, outside of what is timed."""


def lay_out_scripts(folder: Path, scripts: Sequence[Path]) -> None:
    """Copy scripts, as their readers get them, and the package that they import."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "lstm_demo", folder / "lstm_demo", ignore=ignored)
    (folder / "examples").mkdir()
    header = folder / "examples" / "GALLERY_HEADER.rst"
    header.write_text(HEADER, encoding="utf-8")
    for script in scripts:
        text = translate_file(script, None, "# lesson: .+")
        (folder / "examples" / script.name).write_text(text, encoding="utf-8")


def ours(folder: Path, scripts: Sequence[Path], catalogs: Sequence[Path]) -> Site:
    """Every language, with all the machinery of this project; no page but the home page."""
    lay_out_scripts(folder, scripts)
    ignored = shutil.ignore_patterns("__pycache__", "locales")
    for name in ("_ext", "_make", "_root", "_static", "_templates"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name, ignore=ignored)
    shutil.copy(ROOT / "docs" / "conf.py", folder / "docs")
    for name in ("*.toml", "*.md", "LICENSE", "*.cff"):
        for path in ROOT.glob(name):
            shutil.copy(path, folder)
    (folder / "docs" / "index.md").write_text(HOME, encoding="utf-8")
    (folder / CATALOGS / "lessons").mkdir(parents=True)
    for name, title in (("index", "nn.LSTM"), ("lessons/index", "Lessons")):
        catalog = TITLE_CATALOG.format(title=title)
        (folder / CATALOGS / f"{name}.po").write_text(catalog, encoding="utf-8")
    shutil.copy(ROOT / CATALOGS / "sphinx.po", folder / CATALOGS)
    for path in catalogs:
        shutil.copy(path, folder / CATALOGS / "lessons")
    command = sys.executable, "-m", "docs._make", "build"
    records = {
        code: f"build/{code}/source/lessons/plot_*.md5" for code in read_languages().names
    }
    return Site(folder, command, records, _leave)


def gallery(folder: Path, scripts: Sequence[Path]) -> Site:
    """Sphinx-gallery as its manual has it, in one language."""
    lay_out_scripts(folder, scripts)
    (folder / "source").mkdir()
    (folder / "source" / "conf.py").write_text(GALLERY, encoding="utf-8")
    home = "nn.LSTM\n=======\n\n.. toctree::\n\n   lessons/index\n"
    (folder / "source" / "index.rst").write_text(home, encoding="utf-8")
    return Site(folder, _sphinx(), {"en": "source/lessons/plot_*.md5"}, _leave)


def notebooks(folder: Path, scripts: Sequence[Path]) -> Site:
    """The scripts as notebooks, which myst-nb runs in a kernel each, in one language."""
    lay_out_scripts(folder, scripts)
    (folder / "source" / "lessons").mkdir(parents=True)
    (folder / "source" / "conf.py").write_text(NOTEBOOKS, encoding="utf-8")
    names = "\n".join(f"lessons/{script.stem}" for script in scripts)
    home = f"# nn.LSTM\n\n```{{toctree}}\n{names}\n```\n"
    (folder / "source" / "index.md").write_text(home, encoding="utf-8")
    return Site(folder, _sphinx(), {}, _convert)


def _sphinx() -> tuple[str, ...]:
    options = "--quiet", "--doctree-dir", "build/doctrees"
    return sys.executable, "-m", "sphinx", *options, "source", "build/html"


def _leave(folder: Path) -> None:
    """Leave the sources alone: the build reads the scripts themselves."""


def _convert(folder: Path) -> None:
    """Write a notebook for each script that has changed."""
    for script in sorted((folder / "examples").glob("plot_*.py")):
        copy = folder / "source" / "lessons" / script.name
        if not copy.exists() or copy.read_bytes() != script.read_bytes():
            shutil.copy(script, copy)
            with contextlib.redirect_stdout(io.StringIO()):
                python_to_jupyter_cli([str(copy)])
