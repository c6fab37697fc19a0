"""The two pages in a Sphinx project of twenty lines."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from docs._make.places import ROOT

DOCS = ROOT / "docs"
PAGES = ("explorer", "calculator")
_BLOCK = re.compile(r"^```\{explorer.*?^```$", re.MULTILINE | re.DOTALL)
CONF = f"""
import sys
sys.path.insert(0, {str(DOCS / "_ext")!r})
project = "mini"
extensions = ["myst_parser", "sphinx_copybutton", "explorer"]
html_theme = "pydata_sphinx_theme"
html_favicon = {str(DOCS / "_static" / "favicon.svg")!r}
locale_dirs = [{str(DOCS / "locales")!r}]
gettext_compact = False
"""


def build_site(folder: Path, language: str) -> Path:
    """Build the pages in one language without a warning; give the folder of the HTML."""
    source, html = folder / "source", folder / "html"
    source.mkdir()
    for page in PAGES:
        shutil.copy(DOCS / f"{page}.md", source)
    contents = "\n".join(PAGES)
    home = "\n\n".join(_BLOCK.findall((DOCS / "index.md").read_text()))
    (source / "index.md").write_text(
        f"# Site\n\n{home}\n\n```{{toctree}}\n{contents}\n```\n"
    )
    # Sphinx writes the compiled catalogs beside these copies, not into the project.
    catalogs = source / "locales" / "es" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    for page in (*PAGES, "index"):
        shutil.copy(DOCS / "locales" / "es" / "LC_MESSAGES" / f"{page}.po", catalogs)
    conf = CONF.replace(str(DOCS / "locales"), str(source / "locales"))
    (source / "conf.py").write_text(conf)
    # A process of its own: Sphinx registers its nodes once in a process.
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning"]
    command += ["--define", f"language={language}", str(source), str(html)]
    subprocess.run(command, check=True)
    return html
