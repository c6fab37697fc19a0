"""A gallery of two scripts about nothing in particular, and its Spanish catalogs."""

from pathlib import Path

from babel.messages.catalog import Catalog

from docs._ext.gallery_i18n import messages_of, write_catalog
from tests.ext.minisite import write

CONF = """
import os
from pathlib import Path

os.environ["RAN"] = str(Path(__file__).parent / "ran")
extensions = [
    "docs._ext.gallery_i18n", "docs._ext.lessons", "sphinx_gallery.gen_gallery",
    "docs._ext.html_pages", "docs._ext.mathml", "docs._ext.untranslated",
]
html_theme = "basic"
templates_path = ["templates"]
html_math_renderer = "mathml"
exclude_patterns = ["lessons/GALLERY_HEADER.rst"]
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False
gallery_i18n_sources = {"lessons": "examples"}
sphinx_gallery_conf = {
    "abort_on_example_error": True,
    "within_subsection_order": "FileNameSortKey",
    "min_reported_time": float("inf"),
    "write_computation_times": False,
    "show_signature": False,
    "download_all_examples": False,
    "image_scrapers": ("docs._ext.figures.scrape",),
    "thumbnail_size": (260, 182),
}
"""

FIRST = '''\
"""
Draw a line
===========

A *line* has ``two_`` ends: it is a well-known fact.
"""

# %%
# Look
# ----
# Some math, :math:`a^2`.

import os

import matplotlib.pyplot as plt

with open(os.environ["RAN"], "a") as log:  # what has run
    log.write("first ")
print("not an answer")

# %%
# How many ends does it have?

print("ends:", 2)
figure, ax = plt.subplots()
ax.set_title('A "plain" line < 2')
ax.plot([0, 1], label="the line")
plt.show()

# %%
# Two, and both of them
# are drawn.
#
# So much for lines. What does a script show that prints nothing?

x = 1

# %%
# And now?

# %%
# Nothing is asked here.

print("nothing is folded here")

# %%
# What is the last word?

print("the last word")

# %%
# Is there an end?

print("there is")

# %%
# After the end:

print("there is more")

# %%
# Is that all?

print("it is")

# %%
# The end
# -------
# This is it.
'''

SECOND = '''\
"""
Count to two
============

It takes two steps.
"""

import os

with open(os.environ["RAN"], "a") as log:
    log.write("second ")
print(f"counted to {1 + 1}")
'''

HEADER = """\
Lessons
=======

All of them.
"""

SPANISH = {
    "Draw a line": "Dibuja una línea",
    "A *line* has ``two_`` ends: it is a well-known fact.": "Una *línea* tiene ``two_`` "
    "extremos: es sabido.",
    "Look": "Mira",
    "Some math, :math:`a^2`.": "Algo de matemáticas, :math:`a^2`.",
    "what has run": "lo que ha corrido",
    "not an answer": "no es respuesta",
    "How many ends does it have?": "¿Cuántos extremos tiene?",
    "ends:": "extremos:",
    'A "plain" line < 2': 'Una línea "llana" < 2',
    "the line": "la línea",
    "Two, and both of them are drawn.": "Dos, y se dibujan los dos.",
    "So much for lines. What does a script show that prints nothing?": "Basta de "
    "líneas. ¿Qué muestra el que calla?",
    "And now?": "¿Y ahora?",
    "Nothing is asked here.": "Aquí no se pregunta nada.",
    "nothing is folded here": "aquí no se pliega nada",
    "What is the last word?": "¿Cuál es la última palabra?",
    "the last word": "la última palabra",
    "Is there an end?": "¿Hay un final?",
    "there is": "lo hay",
    "After the end:": "Tras el final:",
    "there is more": "hay más",
    "Is that all?": "¿Eso es todo?",
    "it is": "lo es",
    "The end": "El final",
    "This is it.": "Es este.",
    "Count to two": "Cuenta hasta dos",
    "It takes two steps.": "Hacen falta dos pasos.",
    "counted to {1 + 1}": "contados: {1 + 1}",
    "Lessons": "Lecciones",
    "All of them.": "Todas.",
}

INTERFACE = {
    "Download the script": "Descarga el programa",
    "Download the notebook": "Descarga el cuaderno",
    "To the downloads": "A las descargas",
    "Output": "Salida",
    "Search this site": "Busca en este sitio",
}


def make(folder: Path) -> Path:
    """Write the project; return its folder."""
    write(
        folder,
        {
            "conf.py": CONF,
            "examples/GALLERY_HEADER.rst": HEADER,
            "examples/plot_first.py": FIRST,
            "examples/plot_first_of_all.py": SECOND,
            "templates/lesson-nav.html": "",
            "source/index.rst": "Site\n====\n\n.. toctree::\n\n   lessons/index\n",
        },
    )
    catalogs = folder / "source" / "locales" / "es" / "LC_MESSAGES"
    for path in (folder / "examples").iterdir():
        name = "index" if path.suffix == ".rst" else path.stem
        texts = [piece.text for piece in messages_of(path)]
        _write(catalogs / "lessons" / f"{name}.po", {text: SPANISH[text] for text in texts})
    _write(catalogs / "sphinx.po", INTERFACE)
    _write(catalogs / "index.po", {"Site": "Sitio"})
    return folder


def _write(path: Path, translations: dict[str, str]) -> None:
    catalog = Catalog()
    for text, translation in translations.items():
        catalog.add(text, translation)
    write_catalog(path, catalog, "es")


def ran(folder: Path) -> list[str]:
    """Return which scripts have run since this was last asked."""
    log = folder / "ran"
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    log.unlink(missing_ok=True)
    return text.split()
