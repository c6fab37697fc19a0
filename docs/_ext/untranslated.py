"""Report the prose of ordinary pages that their catalog does not translate."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.nodes import extract_messages

from docs._ext.gallery_i18n.catalogs import is_equation

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.connect("doctree-read", _report_untranslated)


def _report_untranslated(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of each message of a page that the catalog does not hold.

    Pages of a gallery were written in the language of the build already.
    """
    docname = app.env.docname
    if (
        app.config.language == app.config.gallery_i18n_source_language
        or app.builder.name == "gettext"
        or docname.split("/")[0] in app.config.gallery_i18n_sources
    ):
        return
    for node, message in extract_messages(doctree):
        # Sphinx's own words, translated by then; a toctree, which notes nothing.
        known = isinstance(node, (nodes.field_name, addnodes.toctree))
        if not (known or node.get("translated") or is_equation(message)):
            logger.warning("not translated in %s.po: %r", docname, message, location=node)
