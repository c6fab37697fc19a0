"""Catalogs are read, written, and refused where they are not fit to be published."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from gallery_locale.catalogs import (
    CatalogError,
    check_catalogs,
    read_catalog,
    write_catalog,
    write_template,
)
from gallery_locale.markup import markup
from gallery_locale.translation import translate_file


def check(folder: Path, message: str, translation: str, *flags: str) -> None:
    """Check a catalog with one message."""
    catalog = Catalog()
    catalog.add(message, translation, flags=flags)
    write_catalog(folder / "sub" / "page.po", catalog, "es")
    check_catalogs(folder)


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        # reST, of a script or a docstring
        ("See ``x`` and :math:`y`.", "Mira :math:`y` y ``x``."),
        (
            "The `post <http://x.org/a>`_ and more.",
            "Más y el `artículo <http://x.org/a>`_.",
        ),
        ("See :doc:`the page </a>`.", "Mira :doc:`la página </a>`."),
        ("See :class:`a.B` and |c|.", "Mira |c| y :class:`a.B`."),
        ("``x``, then ``x``, and *so* on", "``x`` y **así**"),
        # MyST, of a page
        ("See `x` and $y_1$.", "Mira $y_1$ y `x`."),
        ("The `Tensor`s of `x` and `y`.", "Los `Tensor` de `y` y `x`."),
        ("Press {kbd}`Enter`.", "Pulsa {kbd}`Intro`."),
        (
            "See [the page](page.md) and <http://x.org>.",
            "Mira <http://x.org> y [esto](page.md).",
        ),
        ("See {doc}`the page </a>`.", "Mira {doc}`la página </a>`."),
        ("``a ` b`` is code", "es código ``a ` b``"),
        ("*So*: 5 - 3 = 2", "**Así**: 5 - 3 = 2"),
        # the interface, strings and comments
        ("%(count)s pages of %s", "%s: %(count)s páginas"),
        ("{n} of {m:{w}}", "{m:{w}}: {n}"),
        ("a\\nb", "c\\nd"),
        ("<b>bold</b>", "<b>negrita</b>"),
        ("snake_case and __dunder__ h_0", "h_0 y __dunder__ de snake_case"),
        ("What costs $5?", "¿Qué cuesta $5?"),
        ("$$\na\n$$", ""),
    ],
)
def test_a_translation_with_the_same_markup_passes(
    tmp_path: Path, message: str, translation: str
) -> None:
    """Words, order and emphasis are free, in reST as in MyST."""
    check(tmp_path, message, translation)


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("words", "", "not translated"),
        ("words", " \n", "not translated"),
        ("$$a$$", "$$a$$", "a math block; leave its translation empty"),
        ("``x``", "``y``", "the translation adds `y`"),
        ("`x`", "x", "the translation drops `x`"),
        ("$x$", "$y$", "the translation adds y"),
        (":class:`a.B`", ":class:`a.C`", "adds :class:`a.C`"),
        ("{doc}`a`", "{doc}`b`", "adds {doc}`b`"),
        ("words", "{raw-html}`<b>`", "adds {raw-html}`<b>`"),
        ("[words](a.md)", "[palabras](b.md)", "adds b.md"),
        ("`words <http://a.org>`_", "`palabras <http://b.org>`_", "adds http://b.org"),
        ("words", "[palabras](javascript:alert)", "adds javascript:alert"),
        ("words", "<javascript:alert>", "adds javascript:alert"),
        ("words", "![palabras](http://b.org/x.png)", "adds http://b.org/x.png"),
        ("words", "<i>palabras</i>", "adds <i>"),
        ("words", "<script>\nalert(1)\n</script>", "adds <script>"),
        ("words", "# palabras", "adds heading_open"),
        ("words", "- palabras", "adds bullet_list_open"),
        ("words", "```{raw} html", "adds fence"),
        ("words", "[x]: y.md", "adds [x]: y.md"),
        ("words", "palabras\n\nmás", r"holds U+000A (a control character)"),
        ("words", "pala\u202ebras", "holds U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("%s words", "palabras", "drops %s"),
        ("{x:.2f}", "{x:.3f}", "adds {x:.3f}"),
        ("words", "palabras #noqa", "adds #noqa"),
        ("words", "palabras::", "adds ::"),
        ("see it", "mira esto_", "adds esto_"),
        ("see it", "mira |esto|", "adds |esto|"),
        ("words", ".. raw:: html", "adds .."),
    ],
)
def test_a_translation_with_other_markup_is_refused(
    tmp_path: Path, message: str, translation: str, fault: str
) -> None:
    """What acts must be the same set; the error names file, line, fault and message."""
    with pytest.raises(CatalogError) as caught:
        check(tmp_path, message, translation)
    path = tmp_path / "sub" / "page.po"
    lines = str(caught.value).split("\n")
    number = path.read_text(encoding="utf-8").split("\n").index("", 2) + 2
    number += path.read_text(encoding="utf-8").split("\n")[number - 1].startswith("#,")
    assert all(line.startswith(f"{path}:{number}: ") for line in lines)
    assert all(line.endswith(f": {message!r}") for line in lines)
    assert fault in str(caught.value)


def test_a_fuzzy_message_is_refused(tmp_path: Path) -> None:
    """A translation that nobody has looked at since its source changed stays out."""
    with pytest.raises(CatalogError, match=r"page\.po:9: fuzzy; .*: 'words'"):
        check(tmp_path, "words", "palabras", "fuzzy")


def test_plural_forms_are_refused(tmp_path: Path) -> None:
    """A message with plural forms would not be looked at as a whole."""
    catalog = Catalog(locale="es")
    catalog.add(("a word", "words"), ("una palabra", "palabras"))
    write_catalog(tmp_path / "page.po", catalog, "es")
    with pytest.raises(CatalogError, match=r"page\.po:8: has plural forms"):
        check_catalogs(tmp_path)


def test_what_is_no_catalog_is_refused(tmp_path: Path) -> None:
    """A file that cannot be read is named."""
    path = tmp_path / "page.po"
    path.write_bytes(b'msgid "\xff"\nmsgstr "b"\n')
    with pytest.raises(CatalogError, match=f"{path}: not a catalog"):
        check_catalogs(tmp_path)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """Whoever mends catalogs need not build once for each fault."""
    for name in "ab":
        catalog = Catalog()
        catalog.add("one", "")
        catalog.add("`two`", "dos")
        write_catalog(tmp_path / f"{name}.po", catalog, "es")
    with pytest.raises(CatalogError) as caught:
        check_catalogs(tmp_path)
    assert len(str(caught.value).split("\n")) == 4


@pytest.mark.parametrize(
    ("line", "number"),
    [('msgstr "unterminated', 2), ("msgstr words", 2), ("nothing", 2), ('msgstr "a"b"', 2)],
)
def test_a_line_that_is_none_is_refused(tmp_path: Path, line: str, number: int) -> None:
    """Babel would take it for some other text."""
    path = tmp_path / "page.po"
    path.write_text(f'msgid "words"\n{line}\n')
    with pytest.raises(CatalogError, match=rf"page.po:{number}: not a line of a catalog"):
        read_catalog(path)


def test_a_catalog_is_written_as_it_is_read(tmp_path: Path) -> None:
    """Reading and writing keeps messages and order, and says not when or by whom."""
    path = tmp_path / "page.po"
    write_template(path, ["z", "a\nb", 'quoted "words"', "ñ"])
    first = path.read_bytes()
    assert [m.id for m in read_catalog(path) if m.id] == [
        "z",
        "a\nb",
        'quoted "words"',
        "ñ",
    ]
    write_catalog(path, read_catalog(path), "")
    assert path.read_bytes() == first
    assert b"Date" not in first


def test_a_missing_catalog_is_empty(tmp_path: Path) -> None:
    """A language starts with no file."""
    assert len(read_catalog(tmp_path / "page.po")) == 0


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("a.py", '"""Words."""\nx = 1  # more\n', "a.py:2: not in {catalog}: 'more'"),
        ("a.rst", "Words.\n\nmore\n", "a.rst:3: not in {catalog}: 'more'"),
        ("a.py", '"""Words."""\nx = = 1\n', "a.py:2: invalid syntax"),
        ("a.py", '"""Words."""\n# %%\n#x\n', "a.py:3: '#x': write a space after"),
        ("a.rst", "Words.\n\n====\nmore\n====\n", "a.rst:3: '====': a title takes"),
    ],
)
def test_a_fault_of_the_source_names_its_line(
    tmp_path: Path, name: str, source: str, fault: str
) -> None:
    """What no catalog has, and what cannot be taken apart, is found in the source."""
    (tmp_path / name).write_text(source, encoding="utf-8")
    path = tmp_path / "page.po"
    catalog = Catalog()
    catalog.add("Words.", "Palabras.")
    write_catalog(path, catalog, "es")
    with pytest.raises(CatalogError) as caught:
        translate_file(tmp_path / name, path)
    assert str(caught.value).startswith(f"{tmp_path}/{fault.format(catalog=path)}")


def test_windows_line_ends_are_read_as_others(tmp_path: Path) -> None:
    """A script that was saved on Windows is written like the rest."""
    script, path = tmp_path / "a.py", tmp_path / "page.po"
    script.write_bytes(b'"""Words."""\r\n# %%\r\n# Words.\r\n\r\nx = 1  # Words.\r\n')
    catalog = Catalog()
    catalog.add("Words.", "Palabras.")
    write_catalog(path, catalog, "es")
    assert translate_file(script, path) == (
        '"""Palabras."""\n# %%\n# Palabras.\n\nx = 1  # Palabras.\n'
    )


def test_words_alone_have_no_markup() -> None:
    """Sentences and their punctuation may be translated as they come."""
    for words in (
        "Only words, of a sentence: nothing else; (really)!",
        "¿«Qué»… tal?",
        "ñ",
    ):
        assert markup(words) == set()
