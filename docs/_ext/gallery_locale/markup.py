"""Find what in a message is more than words: code, math, addresses, fields, tags.

A message may stand in reStructuredText, in Markdown (a page, the text of a notebook),
in a comment, or in a string. Whatever would act in any of them is found, so that a
translation can be held to the same set.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.languages import get_language
from docutils.parsers.rst import Parser, states
from docutils.utils import new_document
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

SPECIAL = re.compile(r"^\W*[-+=~\d]|[`*_|<>\[\]\\$&#{}%@!]|:\S|\.\.")
"""What a message must hold to be more than words."""

ROLE = re.compile(r"(\{[^{}`\s]+\}|:[\w:.+-]+:)(`+)(.+?)\2(?!`)")
WORDED = frozenset({"abbr", "guilabel", "kbd", "menuselection"})
"""Roles that mark words up, and point to nothing."""

TITLED = re.compile(r".+?\s*<([^<>]+)>")
LINK = re.compile(r"(?<![`\w])`([^`<]*)<([^`<>]+)>`__?(?!\w)")
ADDRESS = re.compile(
    r"(?i)(?:\w+://|(?:javascript|data|vbscript|file|mailto):)[^\s<>)`]*[^\s<>)`.,;:!?]"
)
ELSE = re.compile(
    r"\{(?:[^{}]|\{[^{}]*\})*\}|%\(\w+\)[a-z]|%[sdr]\b"  # fields
    r"|\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-7]{1,3}|[a-zA-Z])"  # escapes
    r"|(?<!\S)(?:\.\.|__)(?!\S)|::\s*$"  # explicit markup, a literal block
    r"|#\s*noqa\b"  # what makes Sphinx look away
)
REFERENCE = re.compile(r"\|[^|\s](?:[^|]*[^|\s])?\||[\w.\]-]+__?(?![\w`])")

MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin)
WORDS = frozenset(
    {
        "inline",
        "text",
        "softbreak",
        "hardbreak",
        "paragraph_open",
        "paragraph_close",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
        "link_close",
    }
)
"""The tokens of Markdown that only hold or style words."""


def markup(message: str) -> set[str]:
    """Return what acts in a message, in whatever it may stand."""
    if not SPECIAL.search(message):
        return set()
    found = set(ELSE.findall(message))
    for role in ROLE.finditer(message):
        words = role[1].strip("{:}") in WORDED
        found.add(role[1] if words else f"{role[1]}`{_target(role[3])}`")
    text = ROLE.sub(" ", message)
    found.update(link[2] for link in LINK.finditer(text))
    return found | set(_in_markdown(LINK.sub(r"\1", text)))


def _target(role: str) -> str:
    """Return what a role points to, without the title that it may have."""
    titled = TITLED.fullmatch(role)
    return titled[1] if titled else role


def _in_markdown(text: str) -> Iterator[str]:
    blocks = MARKDOWN.parse(text)
    words = ""
    for token in [
        *blocks,
        *(leaf for block in blocks for leaf in block.children or ()),
    ]:
        match token.type:
            case "text":
                words += f" {token.content}"
            case "link_open" | "image":
                yield str(token.attrs.get("href") or token.attrs.get("src"))
            case "code_inline":
                yield f"`{token.content}`"
            case other if other not in WORDS:
                yield token.content or other
            case _:
                pass
    if not blocks and text.strip():
        yield text  # the definition of a link
    yield from ADDRESS.findall(words)
    yield from REFERENCE.findall(words)


def rest_markup(paragraph: str) -> set[str]:
    """Return what acts in a paragraph of reST, and what in it is broken."""
    if not SPECIAL.search(paragraph):
        return set()
    document = new_document("", SETTINGS)
    memo = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=get_language("en", document.reporter),
        inliner=INLINER,
    )
    parsed, _ = INLINER.parse(paragraph, 1, memo, nodes.paragraph())
    return {text for node in parsed if (text := _in_rest(node))}


def _in_rest(node: nodes.Node) -> str:
    match node:
        case nodes.Text() | nodes.emphasis() | nodes.strong():
            return ""
        case nodes.reference() | nodes.target() if "refuri" in node:
            return str(node["refuri"])
        case nodes.reference() if "refname" in node:
            return f"{node['refname']}_"
        case nodes.problematic():
            return f"the unfinished {node.astext()}"
        case _:
            return node.astext()


def _make_inliner() -> states.Inliner:
    """Make docutils' reader of inline markup into one that runs no role."""

    def interpreted(
        rawsource: str, text: str, role: str, lineno: int
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.literal(rawsource, f":{role}:`{_target(text)}`")], []

    inliner = states.Inliner()  # which cannot be subclassed: it looks into its class
    vars(inliner)["interpreted"] = interpreted
    inliner.init_customizations(SETTINGS)
    return inliner


SETTINGS = get_default_settings(Parser())
SETTINGS.report_level = SETTINGS.halt_level = 5  # nothing is printed
INLINER = _make_inliner()
