"""Let the search speak as the site does: its words come from the catalog of the interface.

Sphinx has translations of its own for its scripts. Some are empty, and none is in the words
that the rest of the site has for its readers.
"""

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

NO_MATCH = (
    "Your search did not match any documents. Please make sure that all words are spelled "
    "correctly and that you've selected enough categories."
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _write(app: Sphinx, exception: Exception | None) -> None:
    """Take the place of the file that Sphinx has copied; English pages load none."""
    path = Path(app.outdir, "_static", "translations.js")
    if exception is None and path.exists():
        catalog = {
            "locale": app.config.language,
            "messages": _messages(),
            "plural_expr": "n === 1 ? 0 : 1",
        }
        text = json.dumps(catalog, ensure_ascii=False, sort_keys=True)
        path.write_text(f"Documentation.addTranslations({text});\n", encoding="utf-8")


def _messages() -> dict[str, str | list[str]]:
    """Return what the scripts of Sphinx say, and what they shall say."""
    return {
        "Search Results": _("Search Results"),
        "Searching": _("Searching"),
        "Preparing search...": _("Preparing search..."),
        ", in ": _(", in "),
        "Hide Search Matches": _("Hide Search Matches"),
        "Search finished, found one page matching the search query.": [
            _("Search finished, found one page matching the search query."),
            _("Search finished, found ${resultCount} pages matching the search query."),
        ],
        NO_MATCH: _("No page has all these words. Try fewer of them, or other ones."),
    }
