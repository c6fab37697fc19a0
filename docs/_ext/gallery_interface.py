"""Say the gallery's own fixed sentences in the reader's language.

sphinx-gallery writes them in English into the pages that it makes. They are replaced
when a page is read, which also works in parallel workers, by messages of Sphinx's own
catalog: a project gives them in `locales/<language>/LC_MESSAGES/sphinx.po`.
"""

import html
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

TO_THE_END = re.compile(
    r"    \.\. note::\n +:class: sphx-glr-download-link-note\n\n"
    r" +:ref:`Go to the end <([^>]+)>`\s+to download the full example code.*\n"
)
DOWNLOAD = re.compile(r":download:`(Download [\w ]+): (\S+) <")
MATHEMATICS = re.compile(r"\$([^$]+)\$")
OUTPUT = re.compile(
    r"(\.\. rst-class:: sphx-glr-script-out\n\n( *)\.\. code-block:: none\n)"
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.connect("source-read", _translate_interface)
    app.connect("doctree-read", _write_alternatives)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _translate_interface(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the gallery's sentences on a page that the gallery made."""
    if docname.split("/")[0] not in app.config.gallery_i18n_sources:
        return
    downloads = {
        "Download Python source code": _("Download the script"),
        "Download Jupyter notebook": _("Download the notebook"),
        "Download zipped": _("Download both, zipped"),
        "Download all examples in Python source code": _("Download all scripts"),
        "Download all examples in Jupyter notebooks": _("Download all notebooks"),
    }
    to_the_end = _("Take this lesson with you, as a script or a notebook")
    output = _("Output")
    text = TO_THE_END.sub(rf"    :ref:`{to_the_end} <\1>`\n", content[0])
    text = DOWNLOAD.sub(lambda m: f":download:`{downloads.get(m[1], m[1])}: {m[2]} <", text)
    content[0] = OUTPUT.sub(rf"\1\2   :caption: {output}\n", text)


def _write_alternatives(app: Sphinx, doctree: nodes.document) -> None:
    """Write what describes an image as plain words, and escape it.

    sphinx-gallery takes the titles of the figure as they come, with their mathematics.
    """
    for image in doctree.findall(nodes.Element):
        if image.tagname == "imgsgnode":
            image["alt"] = html.escape(MATHEMATICS.sub(_spoken, image["alt"]))


def _spoken(mathematics: re.Match[str]) -> str:
    return re.sub(r"[\\{}]", "", mathematics[1])
