"""The pages of the explorer, and that of errors, in a Sphinx project of twenty lines."""

import shutil
import subprocess
import sys
from pathlib import Path

from docs._make.places import ROOT

DOCS = ROOT / "docs"
MODULES = DOCS / "explorer" / "js"
LANGUAGES = ("en", "es")
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
TWIN = """
```{raw} html
<a hreflang="es" href="../es/explorer.html">the page in Spanish</a>
```
"""
INDEX = """# Site

```{explorer} home
```

```{explorer} paste
```

```{toctree}
explorer
calculator
reference/errors
reference/silent-mistakes
```
"""


def build_sites(folder: Path) -> None:
    """Build the pages in each language, in a folder of its name, without a warning."""
    source = folder / "source"
    shutil.copytree(DOCS / "explorer", source / "explorer")
    (source / "reference").mkdir()
    (source / "reference" / "silent-mistakes.md").write_text("# Silent\n")
    (source / "index.md").write_text(INDEX)
    (source / "conf.py").write_text(CONF)
    for page in PAGES:
        shutil.copy(DOCS / f"{page}.md", source / f"{page}.md")
    with (source / "explorer.md").open("a") as file:
        file.write(TWIN)
    # Sphinx writes the compiled catalogs beside these copies, not into the project.
    catalogs = "locales/es/LC_MESSAGES"
    (source / catalogs / "reference").mkdir(parents=True)
    for page in (*PAGES, "sphinx"):
        shutil.copy(DOCS / catalogs / f"{page}.po", source / catalogs / f"{page}.po")
    # Processes of their own: Sphinx registers its nodes once in a process.
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning"]
    runs = [
        subprocess.Popen([*command, f"--define=language={code}", source, folder / code])
        for code in LANGUAGES
    ]
    assert [run.wait() for run in runs] == [0] * len(runs)
