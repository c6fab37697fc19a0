"""No translation changes a program, instructs a tool, or brings markup of its own."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from gallery_locale.catalogs import CatalogError, check_catalogs, write_catalog
from gallery_locale.translation import read_pieces, translate_file

SCRIPT = '''\
r"""
A title
=======

A paragraph with ``code``, $x$ and a `link <https://example.org>`_.
"""

# %%
# A heading
# ---------
# A block of text.
#
# - an item
# - The sum, *as* :math:`a + b`, is::
#
#       shown(1)
#
# A term
#     Its definition.
#
# .. note:: A note.
#
# .. image:: picture.png
#    :alt: A picture

a, b = 3, [4]
# A comment.
c = a  # a trailing comment


def f():
    """Summary of f."""
    # An inner comment.


print("a string")
print(f"of {a} and {b[0]:.3f}")
print(f"first {b.pop()}, then {c.real}")
ax.set_title(r"raw $h_t$ string")
ax.set_xlabel("""long
string""")
'''

TITLE, HEADING, ITEM, TERM = "A title", "A heading", "an item", "A term"
PARAGRAPH = "A paragraph with ``code``, $x$ and a `link <https://example.org>`_."
BLOCK, NOTE, ALT = "A block of text.", "A note.", "A picture"
LITERAL = "The sum, *as* :math:`a + b`, is::"
COMMENT, TRAILING, INNER = "A comment.", "a trailing comment", "An inner comment."
FUNCTION, STRING, RAW, LONG = (
    "Summary of f.",
    "a string",
    "raw $h_t$ string",
    "long\nstring",
)
FIELDS, CALLS = "of {a} and {b[0]:.3f}", "first {b.pop()}, then {c.real}"
EVIL = '__import__("os").system("true")'

ATTACKS = {
    # The program
    "quotes end the docstring and code follows": (
        PARAGRAPH,
        f'{PARAGRAPH}"""; {EVIL}; r"""',
    ),
    "a second literal joins the docstring": (PARAGRAPH, f'{PARAGRAPH}""" r"""more'),
    "a quote ends the docstring early": (FUNCTION, 'Resumen de f."'),
    "quotes end a function's docstring": (FUNCTION, 'Resumen."""; import os; """'),
    "a backslash escapes the closing quotes": (FUNCTION, "Resumen de f.\\"),
    "a quote ends the string and code follows": (STRING, f'a"); {EVIL}; print("b'),
    "a quote ends the string and an argument follows": (
        STRING,
        'a", file=open("x", "w',
    ),
    "a second literal joins the string": (STRING, 'a" "b'),
    "a string becomes a sum": (STRING, 'a" + "b'),
    "a backslash escapes the closing quote": (STRING, "a\\"),
    "a quote ends a raw string": (RAW, '$h_t$" + evil + r"'),
    "a backslash at the end of a raw string": (RAW, "$h_t$ cruda\\"),
    "quotes end a string of several lines": (LONG, 'a\nb"""); evil("""'),
    "a line break in a string": (STRING, "a\nb"),
    "an escape in a string": (STRING, "a \\x1b[31m"),
    "an escaped direction override in a string": (STRING, "a \\u202e b"),
    "a new field that calls": (FIELDS, "de {a} y {b[0]:.3f} {evil()}"),
    "a field that calls in place of another": (FIELDS, "de {evil()} y {b[0]:.3f}"),
    "a dropped field": (FIELDS, "de y {b[0]:.3f}"),
    "all fields dropped": (FIELDS, "de nada"),
    "a field twice": (FIELDS, "de {a} y {a} y {b[0]:.3f}"),
    "a changed format": (FIELDS, "de {a} y {b[0]:.1f}"),
    "a changed conversion": (FIELDS, "de {a!r} y {b[0]:.3f}"),
    "a field that shows its own name": (FIELDS, "de {a = } y {b[0]:.3f}"),
    "a field whose braces are doubled": (FIELDS, "de {{a}} y {b[0]:.3f}"),
    "fields that call in another order": (CALLS, "luego {c.real}, antes {b.pop()}"),
    "a line break ends the comment": (COMMENT, f"Un comentario.\n{EVIL}"),
    "a line break ends the trailing comment": (TRAILING, f"un comentario\n{EVIL}"),
    "a carriage return ends the comment": (COMMENT, f"Un comentario.\r{EVIL}"),
    "a form feed in a comment": (COMMENT, f"Un comentario.\f{EVIL}"),
    "a null in a comment": (COMMENT, f"Un comentario.\0{EVIL}"),
    "a null in a string": (STRING, "una\0cadena"),
    "a next-line character ends the comment": (COMMENT, f"Un comentario.\x85{EVIL}"),
    "a line separator ends the comment": (TRAILING, f"un comentario\u2028{EVIL}"),
    "a paragraph separator ends the comment": (INNER, f"Un comentario.\u2029{EVIL}"),
    "a vertical tab in prose": (BLOCK, f"Un bloque.\v{EVIL}"),
    # What a reader of the code sees
    "a direction override hides code (Trojan source)": (
        COMMENT,
        "\u202eevil \u2066si\u2069",
    ),
    "an isolate in a string": (STRING, "una \u2067cadena\u2069"),
    "a zero-width space": (STRING, "una\u200bcadena"),
    "a byte order mark": (TITLE, "\ufeffUn título"),
    "a soft hyphen": (BLOCK, "Un blo\u00adque."),
    # Tools
    "a cell": (COMMENT, "%% otra celda"),
    "a cell in prose": (BLOCK, "# %% otra celda"),
    "a cell within a string of several lines": (LONG, "una\n# %%\ncadena"),
    "a cell of another editor": (COMMENT, "In[1]:"),
    "a setting of the gallery": (COMMENT, "sphinx_gallery_dummy_images = 3"),
    "a setting of the gallery in a string": (
        LONG,
        "a\n# sphinx_gallery_thumbnail_number = 2",
    ),
    "the gallery's start of what is left out": (COMMENT, "sphinx_gallery_start_ignore"),
    "inline script metadata": (COMMENT, "/// script"),
    "an encoding": (COMMENT, "-*- coding: utf-7 -*-"),
    "an encoding of another form": (TRAILING, "vim: set fileencoding=latin-1 :"),
    "silence for the linter": (TRAILING, "un comentario  # noqa"),
    "silence for the linter, alone": (TRAILING, "noqa: S102"),
    "a type": (TRAILING, "type: ignore"),
    "a switch of the formatter": (INNER, "fmt: off"),
    "a switch of coverage": (TRAILING, "pragma: no cover"),
    # The page
    "raw HTML by directive": (BLOCK, ".. raw:: html"),
    "a file by directive": (BLOCK, ".. include:: /etc/passwd"),
    "code by directive": (BLOCK, ".. code-block:: sh"),
    "a directive in a definition": ("Its definition.", ".. raw:: html"),
    "a directive after a marker": (ITEM, "- .. raw:: html"),
    "a directive after line breaks": (BLOCK, "Un bloque.\n\n.. raw:: html\n\n   <b>"),
    "a comment in place of a note": (NOTE, ".. Nada"),
    "a substitution": (BLOCK, ".. |x| image:: x.png"),
    "a reference to a substitution": (BLOCK, "Un |bloque| de texto."),
    "a target": (BLOCK, ".. _x: https://evil.example"),
    "a file to download": (BLOCK, "Un :download:`bloque </etc/passwd>` de texto."),
    "a role": (ITEM, ":raw-html:`<b>`"),
    "code in a field's place": (BLOCK, "Un ``bloque`` de texto."),
    "a script as a link": (BLOCK, "Un `bloque <javascript:alert(1)>`_."),
    "another address": (
        PARAGRAPH,
        PARAGRAPH.replace("https://example.org", "https://evil.example"),
    ),
    "an address": (BLOCK, "Un bloque, de https://evil.example/x."),
    "an address of mail": (BLOCK, "Un bloque, de mailto:evil@evil.example"),
    "a reference": (BLOCK, "Un bloque_ de texto."),
    "other code": (PARAGRAPH, PARAGRAPH.replace("code", "evil")),
    "other math": (LITERAL, "La suma :math:`a - b` es::"),
    "dropped math": (PARAGRAPH, PARAGRAPH.replace("$x$", "x")),
    "a literal block swallows what follows": (BLOCK, "Un bloque de texto::"),
    "a literal block becomes prose": (LITERAL, "La suma *es* :math:`a + b`:"),
    "an unfinished emphasis": (BLOCK, "Un *bloque de texto."),
    "an unfinished literal": (BLOCK, "Un ``bloque de texto."),
    "a list in place of prose": (BLOCK, "- Un bloque"),
    "a numbered list in place of prose": (BLOCK, "1. Un bloque"),
    "a line block in place of prose": (BLOCK, "| Un bloque"),
    "an option in place of prose": (BLOCK, "-x"),
    "a field in place of prose": (BLOCK, ":orphan: sí"),
    "a doctest in place of prose": (BLOCK, ">>> evil()"),
    "a rule in place of a title": (HEADING, "--------"),
    "a second title": (BLOCK, "Un bloque\n========="),
    "a list in place of a title": (TITLE, "- Un título"),
    "a transition in place of an item": (ITEM, "-----"),
    "an option of the image": (ALT, "Una imagen\n   :target: javascript:alert(1)"),
    # The notebook
    "a tag": (BLOCK, "Un <script>alert(1)</script> bloque."),
    "a tag that loads": (ITEM, 'una <img src="https://evil.example/x.png"> cosa'),
    "a tag in a title": (TITLE, "Un <b>título</b>"),
    "a comment of HTML": (BLOCK, "Un <!-- bloque --> de texto."),
    "a link of Markdown": (BLOCK, "Un [bloque](https://evil.example)."),
    "a script as a link of Markdown": (BLOCK, "Un [bloque](javascript:alert(1))."),
    "an image of Markdown": (BLOCK, "Un ![bloque](x.png)."),
    "the definition of a link": (BLOCK, "[bloque]: x.png"),
    "a heading of Markdown": (BLOCK, "# Un bloque"),
    "a quote of Markdown": (BLOCK, "> Un bloque"),
    "code of Markdown": (BLOCK, "```{raw} html"),
    "math": (BLOCK, "Un $bloque$ de texto."),
    # The catalog
    "nothing but space": (BLOCK, " \n "),
    "nothing": (STRING, ""),
}


def publish(folder: Path, translations: dict[str, str]) -> str:
    """Do what a build does with a script and a catalog; return the script."""
    script, catalog_path = folder / "plot_it.py", folder / "es" / "plot_it.po"
    script.write_text(SCRIPT, encoding="utf-8")
    catalog = Catalog()
    for piece in read_pieces(script):
        catalog.add(piece.text, translations.get(piece.text, piece.text))
    write_catalog(catalog_path, catalog, "es")
    check_catalogs(folder)
    return translate_file(script, catalog_path)


@pytest.mark.parametrize(("message", "translation"), ATTACKS.values(), ids=ATTACKS)
def test_it_is_refused(tmp_path: Path, message: str, translation: str) -> None:
    """The build stops, and names the catalog, the line, and the message."""
    with pytest.raises(CatalogError) as caught:
        publish(tmp_path, {message: translation})
    catalog = tmp_path / "es" / "plot_it.po"
    for line in str(caught.value).split("\n"):
        assert line.startswith(f"{catalog}:")
        assert line.endswith(repr(message))
        number = int(line.removeprefix(f"{catalog}:").split(":")[0])
        named = catalog.read_text(encoding="utf-8").split("\n")[number - 1 : number + 1]
        assert f'"{message[:4]}' in "".join(named)


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        (PARAGRAPH, "Con $x$, un `enlace <https://example.org>`_ y ``code`` (*ojo*)."),
        (FIELDS, "de {b[0]:.3f} y {a}"),
        (CALLS, "antes {b.pop()}, luego {c.real}"),
        (STRING, "una «cadena» — 50 %, ¿no? 5\u00a0000"),
        (COMMENT, "Un comentario; el tipo: entero."),
        (TITLE, "¿Un título más largo, con ñ y 日本語?"),
        (BLOCK, "\N{DEVANAGARI LETTER KA}\u200d"),
        (LONG, "una\ncadena"),
    ],
)
def test_a_good_translation_passes(tmp_path: Path, message: str, translation: str) -> None:
    """Other words, signs, and order of fields and code: that is translation."""
    written = publish(tmp_path, {message: translation})
    assert translation in written
    ast.parse(written)
