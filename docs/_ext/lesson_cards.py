"""Make the gallery's thumbnails into cards that can be read, by eye and by ear.

The stock card hides the name of its link, and its description is a tooltip that neither
a finger nor a screen reader reaches.
"""

import html
import re

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

THUMBNAIL = re.compile(
    r"""\.\.\ raw::\ html\s+
    <div\ class="sphx-glr-thumbcontainer"[^>]*\ tooltip="(?P<intro>[^"]*)">\s+
    \.\.\ only::\ html\s+
    \.\.\ image::\ (?P<image>\S+)\s+:alt:\s+
    :doc:`(?P<page>[^`]+)`\s+
    \.\.\ raw::\ html\s+
    <div\ class="sphx-glr-thumbnail-title">.*?</div>\s+</div>\n""",
    re.VERBOSE | re.DOTALL,
)
TAG_LIST = re.compile(r"\.\. raw:: html\s+<div id='sg-tag-list'[^>]*></div>\n")
MARKUP = re.compile(r"([\\*`|_:])")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("source-read", write_cards)
    app.connect("include-read", _write_cards_in_include)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def write_cards(app: Sphinx, docname: str, content: list[str]) -> None:
    """Rewrite the thumbnails of a page."""
    content[0] = TAG_LIST.sub("", THUMBNAIL.sub(_card, content[0]))


def _write_cards_in_include(
    app: Sphinx, path: object, docname: str, content: list[str]
) -> None:
    """Rewrite the thumbnails of a list of examples that a page includes."""
    write_cards(app, docname, content)


def _card(thumbnail: re.Match[str]) -> str:
    intro = MARKUP.sub(r"\\\1", html.unescape(thumbnail["intro"]))
    return f""".. container:: lesson-card

   .. image:: {thumbnail["image"]}
      :alt:

   :doc:`{thumbnail["page"]}`

   \\ {intro}

"""
