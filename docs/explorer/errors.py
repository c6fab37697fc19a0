"""The pages of errors: headings that are messages, code that folds, what others show."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole

from docs.explorer.messages import PAGES, Message

_NAMED = re.compile(r"\{(\w+)\}")


class message_node(nodes.literal):  # noqa: N801 - docutils names nodes so
    """A message of torch, with the text that stood in each of its holes."""


class hole_node(nodes.inline):  # noqa: N801 - docutils names nodes so
    """What varies in a message, where the text speaks of it."""


class code_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The code of a message, which folds."""


class MessageRole(SphinxRole):
    r"""`` {message}`got {got=7}` ``: a message, shown as it once was."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the node."""
        message = Message("", self.text.strip())
        return [message_node(self.rawtext, message.text, example=message.example)], []


class KeepMessages(SphinxTransform):
    """A heading that is a message is not translated, and gives its label as the anchor."""

    default_priority = 9  # before Sphinx looks for what is to be translated

    def apply(self, **_kwargs: Any) -> None:
        """Mark the headings."""
        for section in message_sections(self.document):
            heading: Any = section[0]
            heading["translatable"] = False


class FillHoles(SphinxTransform):
    """`{got}` in the text below a message is what the message shows there.

    The heading decides: another wording may complain of another thing, and only fills what
    the heading lacks.
    """

    default_priority = 270  # after translations, and after labels have reached sections

    def apply(self, **_kwargs: Any) -> None:
        """Replace the names, and leave the label as the only anchor of the section."""
        for section in message_sections(self.document):
            label = next(name for name in section["ids"] if name in self.document.nametypes)
            section["ids"] = [label]
            example: dict[str, str] = {}
            for message in section.findall(message_node):  # the heading comes first
                example = message["example"] | example
            for paragraph in section.findall(nodes.paragraph):
                for text in list(paragraph.findall(nodes.Text)):
                    _fill(text, example)


def _fill(text: nodes.Text, example: dict[str, str]) -> None:
    pieces = _NAMED.split(text)
    if len(pieces) > 1 and not isinstance(text.parent, message_node):
        filled: list[nodes.Node] = []
        for k, piece in enumerate(pieces):
            if k % 2 and piece in example:
                filled.append(hole_node("", example[piece], name=piece))
            elif piece:
                filled.append(nodes.Text(f"{{{piece}}}" if k % 2 else piece))
        text.parent.replace(text, filled)


def message_sections(document: nodes.Element) -> Iterator[nodes.section]:
    """Yield the sections whose heading is a message."""
    for section in document.findall(nodes.section):
        if any(section[0].findall(message_node)):
            yield section


def visit_hole(writer: Any, node: hole_node) -> None:
    """Open an element that a script can fill from another message."""
    writer.body.append(f'<span data-hole="{node["name"]}">')


def depart_hole(writer: Any, _node: hole_node) -> None:
    """Close it."""
    writer.body.append("</span>")


def fold_code(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Gather the code cells of each message, which are opened by who wants to see them."""
    for section in message_sections(doctree):
        cells = [
            node
            for node in section
            if isinstance(node, nodes.container) and "cell" in node["classes"]
        ]
        if cells:
            fold = code_node()
            section.insert(section.index(cells[0]), fold)
            for cell in cells:
                section.remove(cell)
                fold += cell


def visit_code(writer: Any, _node: code_node) -> None:
    """Open the fold."""
    summary = _("Code: the call that is refused, and the one that is right")
    writer.body.append(f'<details class="xp-code"><summary>{summary}</summary>')


def depart_code(writer: Any, _node: code_node) -> None:
    """Close it."""
    writer.body.append("</details>")


def _is_bold(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph begins with a label in bold, behind signs at most."""
    words = (node for node in paragraph if any(map(str.isalnum, node.astext())))
    return isinstance(next(words, None), nodes.strong)


class Group(NamedTuple):
    """A part of a page that has messages."""

    page: str
    """The name of the page."""

    id: str
    """The anchor."""

    title: str
    """The heading."""


class Entry(NamedTuple):
    """What a page says of a message, as HTML for another page."""

    group: Group
    """Where it stands."""

    id: str
    """The anchor."""

    message: str
    """The heading."""

    cause: Markup
    """The paragraphs before the one that begins in bold."""

    mend: Markup
    """The one that begins in bold."""


def entries(builder: StandaloneHTMLBuilder) -> list[Entry]:
    """Read the entries from the pages, in the language of the build.

    Their links, which start from their page, then start from the one that is written.
    """
    return [entry for page in PAGES for entry in _entries(builder, page)]


def _entries(builder: StandaloneHTMLBuilder, page: str) -> Iterator[Entry]:
    env, here = builder.env, builder.current_docname
    doctree = env.get_and_resolve_doctree(page, builder, tags=builder.tags)
    start, folder = builder.get_relative_uri(here, page), posixpath.dirname(page)
    for link in doctree.findall(nodes.reference):
        if "refid" in link:
            link["refuri"] = f"{start}#{link['refid']}"
            del link["refid"]
        elif link.get("internal"):
            target = posixpath.normpath(posixpath.join(folder, link["refuri"]))
            link["refuri"] = posixpath.relpath(target, posixpath.dirname(here) or ".")
    for section in message_sections(doctree):
        paragraphs = [node for node in section if isinstance(node, nodes.paragraph)]
        bold = [_is_bold(node) for node in paragraphs].index(True)
        told = [node for node in paragraphs[:bold] if not any(node.findall(message_node))]
        html = [
            builder.render_partial(node)["fragment"] for node in (*told, paragraphs[bold])
        ]
        *cause, mend = map(Markup, html)
        above: Any = section.parent
        group = Group(page, above["ids"][0], above[0].astext())
        message = section[0].astext()
        yield Entry(group, section["ids"][0], message, Markup().join(cause), mend)
