"""Update the message catalogs from the pages, the scripts and the templates."""

import shutil
import subprocess
import sys
from pathlib import Path

from docs._ext.gallery_i18n import read_catalog, write_catalog

from .build import run_sphinx
from .places import DOCS, ROOT, Languages


def write_templates(docs: Path, build: Path, source_language: str) -> Path:
    """Write a `.pot` for every page, script and the interface; return their folder."""
    folder = build / "catalogs"
    templates = folder / "gettext"
    shutil.rmtree(folder, ignore_errors=True)
    run_sphinx("gettext", source_language, docs, folder)
    command = [
        *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"),
        *("--mapping-file", str(docs / "_make" / "babel.cfg")),
        *("--omit-header", "--no-location", "--no-wrap", "--sort-output"),
        *("--output-file", str(templates / "sphinx.pot")),
        *(str(docs / name) for name in ("_ext", "_root", "_templates", "explorer")),
    ]
    subprocess.run(command, check=True)
    return templates


def update_catalogs(languages: Languages) -> None:
    """Bring every language's catalogs up to date with what the site says.

    A message whose source has changed keeps its translation, marked as fuzzy.
    """
    templates = write_templates(DOCS, ROOT / "build", languages.source)
    names = {path.relative_to(templates) for path in templates.rglob("*.pot")}
    for language in languages.names.keys() - {languages.source}:
        catalogs = DOCS / "locales" / language / "LC_MESSAGES"
        for path in catalogs.rglob("*.po"):
            if path.relative_to(catalogs).with_suffix(".pot") not in names:
                path.unlink()
        for name in names:
            path = catalogs / name.with_suffix(".po")
            catalog = read_catalog(path)
            catalog.update(read_catalog(templates / name))
            catalog.obsolete.clear()
            write_catalog(path, catalog, language)
