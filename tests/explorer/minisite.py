"""The pages of the explorer, and that of errors, in a Sphinx project of twenty lines."""

import shutil
import subprocess
import sys
from pathlib import Path

from docs._make.places import ROOT

DOCS = ROOT / "docs"
PAGES = ("explorer", "calculator", "reference/errors")
CONF = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
project = "mini"
extensions = ["myst_nb", "sphinx_copybutton", "docs.explorer"]
exclude_patterns = ["explorer/*.md"]
nb_execution_mode = "off"
html_theme = "pydata_sphinx_theme"
html_favicon = {str(DOCS / "_static" / "favicon.svg")!r}
locale_dirs = ["locales"]
gettext_compact = False
"""
HOME = """# Site

```{explorer} home
```

```{explorer} paste
```

```{toctree}
"""


def build_sites(folders: dict[str, Path]) -> None:
    """Build the pages in each language, in its folder `html`, without a warning."""
    runs = [_start(folder, language) for language, folder in folders.items()]
    assert [run.wait() for run in runs] == [0] * len(runs)


def _start(folder: Path, language: str) -> "subprocess.Popen[bytes]":
    source = folder / "source"
    shutil.copytree(DOCS / "explorer", source / "explorer")
    catalogs = source / "locales" / "es" / "LC_MESSAGES"
    (source / "reference").mkdir()
    (source / "reference" / "silent-mistakes.md").write_text("# Silent\n")
    for page in PAGES:
        shutil.copy(DOCS / f"{page}.md", source / f"{page}.md")
    (source / "index.md").write_text(
        HOME + "\n".join([*PAGES, "reference/silent-mistakes"])
    )
    # Sphinx writes the compiled catalogs beside these copies, not into the project.
    for page in (*PAGES, "sphinx"):
        (catalogs / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DOCS / "locales/es/LC_MESSAGES" / f"{page}.po", catalogs / f"{page}.po")
    with (source / "index.md").open("a") as file:
        file.write("\n```\n")
    (source / "conf.py").write_text(CONF)
    # A process of its own: Sphinx registers its nodes once in a process.
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning"]
    command += ["--define", f"language={language}", str(source), str(folder / "html")]
    return subprocess.Popen(command)
