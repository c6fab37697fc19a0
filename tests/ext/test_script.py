"""A script is taken apart into messages and put together again."""

import ast
import re

import pytest

from gallery_locale.rest import UnsupportedError
from gallery_locale.script import MisfitError, localize, pieces

SCRIPT = '''\
#!/usr/bin/env python
# /// script
# dependencies = ["some-package"]
# ///
r"""
A título with ñ
===============

First paragraph
of two lines.
"""

# %%
# A heading
# ---------
# Prose with ``code`` and $x$.
#
# - an item
#   of a list

import numpy as np  # noqa: F401

# A comment that explains
# on two lines.
x = [1, 2]  # words at the end  # type: ignore[misc]
# sphinx_gallery_thumbnail_number = 2


@print  # words after a decorator
def f(
    a,  # words within a signature
):
    """One line."""
    # words within a function
    return "not shown to anybody"


async def g():
    r\'\'\'
    Summary \\d.

    More of it.
    \'\'\'


print("shown words", f"with {x[0]:>{x[1]}} field", sep="not shown")
print(f"{x = }", "{}", "$x$", "\\n")
print("joined " "words", 'it is "quoted"')
print("many words" if x else "few words", ["in a list"], *["starred words"])
print("ñandú and " + str(x), {"key": "value of it"})
ax.plot(x, label=f"one ñ {x[0]}", color="not shown")
ax.legend([f"row {i}" for i in x], title="""over
two lines""")
ax.set(title=r"raw $\\alpha$ words")
'''

MESSAGES = [
    "A título with ñ",
    "First paragraph of two lines.",
    "A heading",
    "Prose with ``code`` and $x$.",
    "an item of a list",
    "A comment that explains on two lines.",
    "words at the end",
    "words after a decorator",
    "words within a signature",
    "One line.",
    "words within a function",
    "Summary \\d.",
    "More of it.",
    "shown words",
    "with {x[0]:>{x[1]}} field",
    "joined words",
    'it is "quoted"',
    "many words",
    "few words",
    "in a list",
    "starred words",
    "ñandú and ",
    "value of it",
    "one ñ {x[0]}",
    "row {i}",
    "over\ntwo lines",
    "raw $\\alpha$ words",
]


def test_the_messages_are_what_a_person_reads() -> None:
    """Docstrings, text blocks, comments and shown strings are messages, in order."""
    assert [piece.text for piece in pieces(SCRIPT)] == MESSAGES


def test_rewriting_a_script_leaves_it_as_it_was() -> None:
    """With each message as its translation, only the parts of a string are joined."""
    written = localize(SCRIPT, lambda message: message)
    assert written == SCRIPT.replace('"joined " "words"', '"joined words"').replace(
        "First paragraph\nof two", "First paragraph of two"
    ).replace("explains\n# on two", "explains on two").replace("item\n#   of", "item of")
    assert ast.dump(ast.parse(written)).replace("paragraph of", r"paragraph\nof") == (
        ast.dump(ast.parse(SCRIPT))
    )


def test_each_message_is_replaced_where_it_stands() -> None:
    """What is written in another language holds each translation, and the same rest."""
    written = localize(SCRIPT, lambda message: f"⟦{message}⟧")
    assert [piece.text for piece in pieces(written)] == [f"⟦{text}⟧" for text in MESSAGES]
    assert "# noqa: F401" in written
    assert "x = [1, 2]  # ⟦words at the end⟧  # type: ignore[misc]\n" in written
    assert '# dependencies = ["some-package"]\n' in written
    assert "⟦A título with ñ⟧\n=================\n" in written


def test_a_title_of_wide_characters_gets_a_rule_as_wide() -> None:
    """The rule below a title counts the columns of its characters."""
    written = localize('"""\nWords\n=====\n"""', lambda _: "日本語")
    assert written == '"""\n日本語\n======\n"""'


def test_long_prose_is_filled() -> None:
    """A translation takes as many lines as it needs, a trailing comment one."""
    source = '"""D."""\n# %%\n# - item\n\nif x:\n    # words here\n    y = 1  # trailing\n'
    written = localize(source, lambda message: " ".join(["palabra"] * 13))
    assert re.findall(r"(?m)^# {3}palabra", written)
    assert re.findall(r"(?m)^ {4}# palabra palabra palabra$", written)
    assert len([line for line in written.split("\n") if len(line) > 88]) == 1


@pytest.mark.parametrize("start", ["-", "%%", "# %%", ">", ">>>", "1.", "|", "..", "===="])
def test_no_line_starts_with_what_would_act_there(start: str) -> None:
    """A translation is not broken before a dash, a number or another sign."""
    text = f"{'palabra ' * 10}palabr {start} palabra"
    written = localize('"""Words."""\n# %%\n# Words here.\n', lambda message: text)
    assert f"\n# palabr {start} palabra" in written


def test_a_comment_that_a_tab_indents_stays_so() -> None:
    """A comment below code that is indented by a tab keeps the tab."""
    source = '"""D."""\nif x:\n\t# words here\n\ty = 1\n'
    written = localize(source, lambda message: " ".join(["palabra"] * 13))
    assert written.count("\n\t# palabra") == 2


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1\n",
        "# %%\n\n# %%\n#\n\nx = 1\n",
        "x = 1  #\n# ---------\n# 1 x 2\n",
        "#" * 30 + "\n",
    ],
)
def test_a_script_without_words_has_no_message(source: str) -> None:
    """No docstring, empty blocks and rules give no message, and stay."""
    assert pieces(source) == []
    assert localize(source, str.upper) == source


@pytest.mark.parametrize(
    ("source", "row", "advice"),
    [
        ('"""Bad \\n."""', 0, "write one raw docstring"),
        ('"""One""" """two."""', 0, "write one raw docstring"),
        ('"""D."""\n# %%\n#words', 2, "write a space after the hash"),
        ('\ndef f():\n    """D.\n\n  less\n    """', 4, "indent the docstring"),
        ('print("a" r"words")', 0, "with one prefix and one quote"),
        ("print('a' \"words\")", 0, "with one prefix and one quote"),
        ('print("{a}" f"words")', 0, "with one prefix and one quote"),
        ('print("words"  # why\n  "more")', 0, "put the comment above the string"),
        ('"""D."""\n# %%\n# ====\n# Over\n# ====', 2, "a title takes a line below it"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(source: str, row: int, advice: str) -> None:
    """A script that would be garbled is refused, with the row and what to write."""
    with pytest.raises(UnsupportedError, match=advice) as caught:
        pieces(source)
    assert caught.value.row == row


def test_a_string_within_a_field_belongs_to_the_string_around_it() -> None:
    """A shown string that calls what shows strings is one message, not two."""
    source = "print(f\"some words {print('more words')}\")\n"
    assert [piece.text for piece in pieces(source)] == ["some words {print('more words')}"]


def test_a_translation_that_opens_a_literal_block_is_refused() -> None:
    """Two colons at its end would make code of the paragraph that follows."""
    with pytest.raises(MisfitError, match="laid out otherwise"):
        localize('"""Words."""\n# %%\n# Some.\n', lambda text: f"{text}::")


@pytest.mark.parametrize("translation", ['a" "b', 'a"', "a\nb", '"""', "a\\"])
def test_a_translation_that_ends_its_string_is_refused(translation: str) -> None:
    """A translation that is not the body of one string does not become code."""
    with pytest.raises(MisfitError):
        localize('print("some words")', lambda message: translation)
