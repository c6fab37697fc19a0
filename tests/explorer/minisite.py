"""The two pages in a Sphinx project of twenty lines."""

import shutil
import subprocess
import sys
from pathlib import Path

from docs._make.places import ROOT

DOCS = ROOT / "docs"
PAGES = ("explorer", "calculator")
CONF = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
project = "mini"
extensions = ["myst_parser", "sphinx_copybutton", "docs.explorer"]
exclude_patterns = ["explorer/*.md"]
html_theme = "pydata_sphinx_theme"
html_favicon = {str(DOCS / "_static" / "favicon.svg")!r}
locale_dirs = [{str(DOCS / "locales")!r}]
gettext_compact = False
"""


def build_site(folder: Path, language: str) -> Path:
    """Build the pages in one language without a warning; give the folder of the HTML."""
    source, html = folder / "source", folder / "html"
    shutil.copytree(DOCS / "explorer", source / "explorer")
    for page in PAGES:
        shutil.copy(DOCS / f"{page}.md", source)
    contents = "\n".join(PAGES)
    (source / "index.md").write_text(
        f"# Site\n\n```{{explorer}} home\n```\n\n```{{toctree}}\n{contents}\n```\n"
    )
    # Sphinx writes the compiled catalogs beside these copies, not into the project.
    catalogs = source / "locales" / "es" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    for page in PAGES:
        shutil.copy(DOCS / "locales" / "es" / "LC_MESSAGES" / f"{page}.po", catalogs)
    conf = CONF.replace(str(DOCS / "locales"), str(source / "locales"))
    (source / "conf.py").write_text(conf)
    # A process of its own: Sphinx registers its nodes once in a process.
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning"]
    command += ["--define", f"language={language}", str(source), str(html)]
    subprocess.run(command, check=True)
    return html
