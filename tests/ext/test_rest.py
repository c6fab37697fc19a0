"""The reader of reST, held against docutils itself."""

import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from gallery_locale.rest import UnsupportedError, paragraphs
from gallery_locale.script import localize, rest_pieces

LONG = "a sentence that is long enough for it to be filled onto more than a single line"

BLOCKS = {
    "paragraphs": f"One\ntwo.\n\n{LONG} and {LONG}.",
    "titles": "Top\n===\n\nNext\n----\nText right below.\n\n1. Numbered\n~~~~~~~~~~~",
    "a wide title": "日本語の題\n==========\n\n本文。",
    "bullets": f"- one\n- {LONG}\n  {LONG}\n\n  second paragraph\n- three\n\nAfter.",
    "nested bullets": "* one\n\n  - inner\n\n    deepest\n\n* two",
    "numbers": "1. one\n2. two\n   more\n\n(a) letter\n\niv. roman\n\n#. next",
    "a sentence with an initial": f"A. Einstein said {LONG}\nand {LONG}.",
    "a dash within a sentence": f"{LONG} - and\n- {LONG}\n1. as ever.",
    "definitions": f"A term\n    What it is.\n\n    And more.\n{LONG} {LONG}\n  It is.",
    "fields": ":name: value\n  more\n\n  again\n:other:\n   body\n:long: " + LONG,
    "options": "-f FILE  the file\n--long=X, -l\n         what it does",
    "a line block": "| one\n| two\n  goes on\n|   indented\n|\n| last",
    "a quote": "Said:\n\n   Quoted words,\n   two lines.\n\n   -- Somebody",
    "a literal block": f"{LONG}::\n\n    code here\n\n    - more code\n\nAfter.",
    "a literal block of its own": "Before.\n\n::\n\n    code\n\nAfter.",
    "a literal block in a list": "- item::\n\n      code\n\n  prose of it\n\n- next",
    "a doctest": "Before.\n\n>>> x = 1\n>>> x\n1\n\nAfter.",
    "a transition": "Before.\n\n-----\n\nAfter.",
    "a comment": ".. a comment\n   that goes on\n\nProse.",
    "a target": ".. _place:\n.. _there: http://example.org\n\nProse, see there_.",
    "code": ".. code:: python\n   :number-lines:\n\n   x = 'prose'\n\nAfter.",
    "math": ".. math:: a = b\n\n.. math::\n\n   c = d\n\nAfter.",
    "an admonition": f".. note:: {LONG}\n   more\n\n   Second.\n\n.. tip::\n\n   Or.",
    "a titled admonition": ".. admonition:: Title\n   :class: x\n\n   It::\n\n      a",
    "an image": ".. image:: a.png\n   :alt: What it shows\n   :width: 10\n\nAfter.",
    "a figure": ".. figure:: a.png\n   :alt: It shows\n\n   The caption\n   goes on.",
    "a list-table": ".. list-table:: Title\n   :header-rows: 1\n\n"
    "   * - one\n     - two\n   * - three\n     -\n",
    "a footnote": "Text [1]_.\n\n.. [1] The note\n   goes on.",
    "a replacement": "Prose.\n\n.. |x| replace:: replaced words",
    "inline": f"A `link <http://a.org>`_, ``code``, *emph* and {LONG} **strong**.",
}
"""What a block of text may hold, by name."""

SILENT = {"report_level": 5, "halt_level": 5, "doctitle_xform": False}
PROSE = (
    *(nodes.paragraph, nodes.title, nodes.term, nodes.line, nodes.caption),
    nodes.substitution_definition,
)
CODE = (nodes.literal_block, nodes.comment, nodes.math_block, nodes.doctest_block)


def read(block: str) -> nodes.document:
    """Return what docutils makes of a block, with each text on one line."""
    document = publish_doctree(block, settings_overrides=SILENT)
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    for text in list(document.findall(nodes.Text)):
        if not isinstance(text.parent, CODE):
            one_line = nodes.Text(re.sub(r"\s+", " ", text))
            text.parent.replace(text, one_line)
    return document


def mark(message: str) -> str:
    """Wrap a message in markers."""
    return re.sub(r"(?s)^(.*?)(::)?$", r"⟦\1⟧\2", message, count=1)


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_rewriting_a_block_leaves_its_structure(block: str) -> None:
    """Docutils reads a block rewritten with its own words as it reads the block."""
    localized = localize(block, lambda message: message, rest_pieces)
    assert read(localized).pformat() == read(block).pformat()


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_all_prose_is_found_and_nothing_else(block: str) -> None:
    """What docutils sees as prose is in a message, each paragraph in one of its own."""
    document = read(localize(block, mark, rest_pieces))
    prose = [
        node.astext().removesuffix(":") for kind in PROSE for node in document.findall(kind)
    ]
    prose += [str(image["alt"]) for image in document.findall(nodes.image)]
    assert [text for text in prose if not re.fullmatch("(?:⟦[^⟦⟧]+⟧)?", text)] == []
    code = "".join(node.astext() for kind in CODE for node in document.findall(kind))
    assert "⟦" not in code
    assert len([text for text in prose if text]) == len(rest_pieces(block))


@pytest.mark.parametrize(
    ("block", "advice"),
    [
        ("=====\nTitle\n=====", "a title takes a line below it, none above"),
        ("+---+\n| a |\n+---+", "write a list-table instead"),
        ("=== ===\na   b\n=== ===", "write a list-table instead"),
        ("Text::\n\n> quoted\n", "indent a literal block"),
        ("Text.\n\n\tquoted", "indent with spaces, not a tab"),
        ("- .. note:: words", "put the directive on a line of its own"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(block: str, advice: str) -> None:
    """Markup that would be garbled is refused, with its row and what to write."""
    with pytest.raises(UnsupportedError, match=advice) as caught:
        list(paragraphs(["First.", "", *block.split("\n")]))
    assert caught.value.row == block.count("\n\n") * 2 + 2


def test_a_no_break_space_is_part_of_a_word() -> None:
    """A line is not broken at a no-break space, and the space stays."""
    text = " ".join(["palabra"] * 11) + " 5\N{NO-BREAK SPACE}000"
    assert localize("One.", lambda _: text, rest_pieces).split("\n")[1:] == [
        "5\N{NO-BREAK SPACE}000"
    ]
