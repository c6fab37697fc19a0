"""Tell each page's template where the same page stands in the other languages.

Every language is built from the same documents into a folder of its own, side by side,
so a page has a twin wherever a language has been built.
"""

from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata


class Twin(NamedTuple):
    """A page in one of the site's languages."""

    code: str
    """The language's code, such as `es`."""

    name: str
    """The language's name in itself, such as Español."""

    href: str
    """The address of the page, relative to the page that links to it."""

    url: str
    """The address for search engines: absolute where that of the site is known."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer `twins` to the templates, one per language in the order of the switcher."""
    app.add_config_value("site_languages", {}, "html", dict)
    app.add_config_value("site_url", "", "html", str)
    app.connect("html-page-context", _add_languages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _add_languages(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    # The theme takes this label from the configuration, where it has one language.
    context["theme_search_bar_text"] = _("Search this site")
    page = app.builder.get_target_uri(pagename)
    to_root = "../" * (page.count("/") + 1)
    site = app.config.site_url or to_root
    context["twins"] = [
        Twin(code, name, f"{to_root}{code}/{page}", f"{site}{code}/{page}")
        for code, name in app.config.site_languages.items()
    ]
