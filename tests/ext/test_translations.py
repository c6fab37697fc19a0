"""Scripts in another language: what is translated, what stays, and what is refused."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import denormalize

from docs._ext.gallery_i18n import (
    CatalogError,
    check_catalogs,
    faults,
    messages_of,
    read_catalog,
    translate_file,
    write_catalog,
)

NOTES = r"# lesson: (.+)"
MARKED = '''\
r"""
⟦Un título⟧
=========

⟦First paragraph of two lines, with ``code``
and a `link <https://example.org>`_.⟧
"""

# lesson: minutes 6
# lesson: tags axes, state

# %%
# ⟦A heading⟧
# ---------
# ⟦Prose with :math:`x`:⟧
#
# .. math::
#
#    h_t = o_t
#
# - ⟦an item
#   of a list⟧
# - ⟦another item⟧
#
# ⟦Which row is ``h_n``?⟧
#
# ⟦The first⟧
#     ✗ ⟦That is h after
#     one step.⟧
# ⟦The last⟧
#     ✓ ⟦Right.⟧

# lesson: figure
# ⟦A comment that explains
# on two lines.⟧
x = [1, 2]  # ⟦words at the end⟧  # type: ignore


def f(a):
    """⟦Summary of f.⟧"""
    return "not shown to anybody"


# %%

# lesson: check
print("⟦a string⟧", f"⟦of {x[0]} and {x[1]:.2f}⟧", sep="not shown")
ax.set(title=r"⟦raw $\\alpha$ words⟧", color="not shown")
y = 2  #⟦close to its sign⟧
ax.legend(["⟦one line⟧", *[f"⟦row {i}⟧" for i in x]])
'''
SCRIPT = re.sub("[⟦⟧]", "", MARKED)
MESSAGES = [re.sub(r"\n#? *", " ", found) for found in re.findall("(?s)⟦(.*?)⟧", MARKED)]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script in the source language."""
    path = tmp_path / "plot_it.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def publish(script: Path, translations: dict[str, str]) -> str:
    """Do what a build does with a script and a catalog; return the script."""
    catalog = Catalog()
    for message in messages_of(script, NOTES):
        catalog.add(message.text, translations.get(message.text, message.text))
    path = script.parent / "es" / f"{script.stem}.po"
    write_catalog(path, catalog, "es")
    check_catalogs(path.parent)
    return translate_file(script, path, NOTES)


def test_each_message_is_replaced_where_it_stands(script: Path) -> None:
    """Prose, comments and shown strings are messages, in order.

    The rest of the script stays as it is, but for the notes, which go.
    """
    assert [message.text for message in messages_of(script, NOTES)] == MESSAGES
    written = publish(script, {text: f"⟦{text}⟧" for text in MESSAGES})
    script.write_text(written, encoding="utf-8")
    assert [message.text for message in messages_of(script)] == [f"⟦{t}⟧" for t in MESSAGES]
    assert "lesson:" not in written
    assert '"""\n\n# %%\n# ⟦A heading⟧\n# -----------\n' in written
    assert "# ⟦The first⟧\n#     ✗ ⟦That is h after one step.⟧\n# ⟦The last⟧\n" in written
    assert "# %%\n\nprint(" in written
    assert "x = [1, 2]  # ⟦words at the end⟧  # type: ignore\n" in written


def test_lines_are_filled_and_rules_are_as_wide_as_their_titles(script: Path) -> None:
    """Each line keeps its margin, and none begins with what means something there."""
    long = f"{'palabra ' * 10}abc - palabra"
    written = publish(script, dict.fromkeys(MESSAGES[4:5] + MESSAGES[7:9], long))
    assert re.search(r"(?m)^# - palabra .*\n#   abc - palabra$", written)
    assert re.search(r"(?m)^#     ✗ palabra .*\n#     abc - palabra$", written)
    assert f"# {long}\n#     ✗ " in written  # a term has one line
    # Some characters are two columns wide.
    assert "# 日本語\n# ------\n" in publish(script, {"A heading": "日本語"})


UNKNOWN = {  # markup, and the row of it that is refused
    "1. one\n# 2. two": 1,
    "- one\n#\n#   - two": 3,
    "=====\n# Title\n# =====": 1,
    "+---+\n# | a |\n# +---+": 1,
    "=== ===\n# a   b\n# === ===": 1,
    ".. note:: words": 1,
    "Code::\n#\n#     x": 1,
    ">>> code": 1,
    "Said:\n#\n#    quoted": 3,
    ":field: words": 1,
    "A term\n#     Its definition.": 2,
}
GARBLED = {
    '"""Title\n=====\n"""': '1: .* has to be one literal on one line, or .* r"""',
    'r"""One""" """two."""': "1: .* has to be one literal on one line",
    '"""D."""\n# %%\n#words': "3: '#words' is not known",
    '"""D."""\nprint("some " "words")': "2: .* one literal on one line",
    '"""D."""\nprint("""some\nwords""")': "2: .* one literal on one line",
    '"""D."""\n# %%\n# Prose.\n# lesson: check\nx = 1': "4: .* an empty line",
    '"""D."""\nx = = 1': "2: .*: invalid syntax",
}
for markup, row in UNKNOWN.items():
    GARBLED[f'"""D."""\n# %%\n# {markup}\n\nx = 1\n'] = f"{row + 2}: .*write a paragraph"


@pytest.mark.parametrize(("source", "fault"), GARBLED.items())
def test_what_is_not_known_is_refused(tmp_path: Path, source: str, fault: str) -> None:
    """The error names the file and the line, and says what to write instead."""
    path = tmp_path / "plot_it.py"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(CatalogError, match=rf"plot_it.py:{fault}"):
        messages_of(path, NOTES)


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        (MESSAGES[1], f'{MESSAGES[1]}"""; evil(); r"""'),
        ("Summary of f.", "Resumen.\\"),
        ("a string", 'a", file=open("x", "w'),
        (MESSAGES[15], "de {x[0]} y {evil()}"),
        (MESSAGES[11], "Un comentario.\nevil()"),
        (MESSAGES[11], "%% otra celda"),
        (MESSAGES[11], "lesson: solution"),
        ("words at the end", "un comentario  # noqa"),
        ("another item", ".. raw:: html"),
        ("another item", "- otro"),
        ("Right.", "Código::"),
        ("A heading", "---------"),
    ],
)
def test_a_translation_that_acts_is_refused(
    script: Path, message: str, translation: str
) -> None:
    """The build stops, and names the catalog, the line and the message."""
    with pytest.raises(CatalogError) as caught:
        publish(script, {message: translation})
    path = script.parent / "es" / "plot_it.po"
    rows = path.read_text(encoding="utf-8").split("\n")
    for line in str(caught.value).split("\n"):
        found = re.match(rf"{path}:(\d+): ", line)
        assert found is not None
        assert denormalize(rows[int(found[1]) - 1].removeprefix("msgid ")) == message
        assert line.endswith(repr(message))
        assert str(script) not in line  # of which only the translation would have that line


def test_the_translated_script_is_the_same_program(script: Path) -> None:
    """The syntax trees are compared, whatever the checks of the catalog say."""
    escaped = [text.replace("\\", "\\\\") for text in MESSAGES]
    entries = {text: text for text in escaped} | {MESSAGES[15]: "de {evil()}"}
    path = catalog(
        script.parent, *(f'msgid "{a}"\nmsgstr "{b}"' for a, b in entries.items())
    )
    with pytest.raises(
        CatalogError, match=r"page.po:\d+: its code differs from the source"
    ):
        translate_file(script, path, NOTES)


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("words", " \n", "not translated"),
        ("$$a$$", "$$a$$", "leave its translation empty"),
        ("``x`` and ``x``", "``x``", "drops '``x``'"),
        ("`h_n`, then `c_n`", "`c_n` y `h_n`", "another order"),
        ("[a](x.md), [b](y.md)", "[b](y.md) y [a](x.md)", "another order"),
        ("from 3 to 5", "de 5 a 3", "another order"),
        ("776 draws", "677 sorteos", "adds '677'"),
        (":math:`x`", ":math:`y`", "adds ':math:`y`'"),
        ("{doc}`a </b>`", "{doc}`a </c>`", "adds '{doc}</c>`'"),
        (
            "`words <http://a.org>`_",
            "`palabras <http://b.org>`_",
            "adds '<http://b.org>`_'",
        ),
        ("%(count)s pages", "páginas", "drops '%(count)s'"),
        ("{x:.2f}", "{x:.3f}", "adds '{x:.3f}'"),
        ("an *item*", "un *elemento", "adds '*'"),
        ("a `word`", "una `word`, `", "adds '`'"),
        ("<b>words</b>", "<b>palabras", "drops '</b>'"),
        ("words\\n", "palabras", r"drops '\\n'"),
        ("words", "pala\u200bbras", r"adds '\u200b'"),
        ("words", "palabras\nmás", r"adds '\n'"),
        # A translation is not held to more than what acts.
        ("See ``x`` and *so* on: $y$.", "Mira ``x`` y **así**: $y$.", None),
        ("The `post <http://a.org>`_.", "El `artículo <http://a.org>`_.", None),
        ('He said "no", at 5.', 'Dijo "«no» — ¿o\xa0más?", a las\u202f5.', None),
        ("Press {kbd}`Enter`.", "Pulsa {kbd}`Intro`.", None),
        ("What costs $5?", "¿Qué cuesta $5?", None),
        ("snake_case h_0 and x < 5", "h_0 de snake_case y x < 5", None),
        ("{n} is <b>bold</b>", "{n} es <b>negrita</b>", None),
        ("words", "\N{DEVANAGARI LETTER KA}\u200d", None),
        ("$$\na\n$$", "", None),
    ],
)
def test_a_slip_is_refused(source: str, translation: str, fault: str | None) -> None:
    """Whatever is more than words stays, in pages and in the interface as in scripts."""
    found = list(faults(source, translation))
    assert any(fault in each for each in found) if fault else found == []


def test_an_empty_translation_has_one_fault() -> None:
    """It is not told of each part that it drops as well."""
    assert list(faults("``h_n`` of *64* units", "")) == ["not translated"]


def catalog(folder: Path, *entries: str) -> Path:
    """Write a catalog as somebody's editor may have done it."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    path = folder / "page.po"
    path.write_text("\n".join([header, *entries, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"', ":4: unexpected 'msgid"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid ""\n"a"\nmsgstr "c"', ": 2 entries for 'a'"),
        ('msgid "a"\nmsgstr "b" words', ":5: unexpected"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "b"\nmsgstr "b"', ":9: unexpected"),
        ('msgctxt "c"\nmsgid "a"\nmsgstr "b"', ":4: unexpected 'msgctxt"),
    ],
)
def test_what_is_no_catalog_is_refused(tmp_path: Path, entry: str, fault: str) -> None:
    """What msgfmt refuses, and what no catalog here has."""
    with pytest.raises(CatalogError, match=f"page.po{fault}"):
        read_catalog(catalog(tmp_path, entry))


def test_a_catalog_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """The error names the file, and the character by its place."""
    path = catalog(tmp_path, 'msgid "a"\nmsgstr "ñ"')
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(CatalogError, match=r"page.po: save it as UTF-8: .* position \d+"):
        read_catalog(path)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Each with the line of its message; what is meant is not one."""
    catalog(
        tmp_path,
        '#, fuzzy\nmsgid "a"\nmsgstr "b"',
        'msgid "b"\nmsgstr ""',
        '# meant: as of 5\nmsgid "above 4"\nmsgstr "desde 5"',
    )
    with pytest.raises(CatalogError) as caught:
        check_catalogs(tmp_path)
    assert str(caught.value).split("\n") == [
        f"{tmp_path}/page.po:5: fuzzy: check the translation and remove the flag: 'a'",
        f"{tmp_path}/page.po:7: not translated: 'b'",
    ]


def test_a_catalog_is_written_as_it_is_read(tmp_path: Path) -> None:
    """Messages, comments and order stay; it is not said when or by whom."""
    entries = '# meant: so\nmsgid "z\\"ñ"\nmsgstr "y"', 'msgid "a"\nmsgstr ""'
    path = catalog(tmp_path, *entries)
    write_catalog(path, read_catalog(path), "es")
    first = path.read_text(encoding="utf-8")
    assert "# meant: so\n" in first
    assert [message.id for message in read_catalog(path)] == ["", 'z"ñ', "a"]
    write_catalog(path, read_catalog(path), "es")
    assert path.read_text(encoding="utf-8") == first
