"""Titles of other pages in a text: links to them, and warnings of those that no page has.

Scripts and notebooks are read away from the site, too, so their prose names a lesson by its
title, in emphasis, and has no link in it.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from docs._ext.gallery_i18n import scripts

from .fill import lessons_of

logger = logging.getLogger(__name__)
WORDS = 4  # emphasis of as many words that begins like a title is meant as one


def report_double_titles(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages of one title: a text that names it could not lead to both."""
    pages = defaultdict(list)
    for page in sorted(env.titles):
        pages[env.titles[page].astext()].append(page)
    for title, (page, *others) in pages.items():
        for other in others:
            logger.warning(
                "%r is the title of %s, too", title, page, location=_place(app, other)
            )


def link_titles(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the title of another page, in emphasis in a text, into a link to it."""
    pages = {title.astext(): page for page, title in app.env.titles.items()}
    linked = {id(it) for link in doctree.findall(nodes.reference) for it in link.findall()}
    for title in list(doctree.findall(nodes.emphasis)):
        text = _text(title)
        page = pages.get(text, docname)
        if page != docname and id(title) not in linked:
            address = app.builder.get_relative_uri(docname, page)
            link = nodes.reference("", "", internal=True, refuri=address)
            title.replace_self(link)
            link += title
        elif text not in pages and _is_meant_as_title(title):
            logger.warning(
                "no page has the title %r", text, location=_place(app, docname, text)
            )
    for fault in _faults_of_next(app, doctree, docname, pages):
        logger.warning(fault, location=_place(app, docname))


def _text(title: nodes.emphasis) -> str:
    return " ".join(title.astext().split())  # a line may end within a title


def _is_next(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and "lesson-next" in node["classes"]


def _is_meant_as_title(emphasis: nodes.emphasis) -> bool:
    """Tell a title from other emphasis: a stressed word, the lead of a paragraph."""
    if _is_next(emphasis.parent.parent):
        return True
    text = _text(emphasis)
    return (
        len(text.split()) >= WORDS
        and text[0].isupper()
        and text[-1] not in ".:?!"
        and emphasis.parent.index(emphasis) > 0
    )


def _faults_of_next(
    app: Sphinx, doctree: nodes.document, docname: str, pages: dict[str, str]
) -> Iterator[str]:
    """Say what is wrong where a lesson names the one after it."""
    lessons = list(lessons_of(app.env).all)
    if docname not in lessons[:-1]:
        return
    following = lessons[lessons.index(docname) + 1]
    for section in filter(_is_next, doctree.findall(nodes.section)):
        named = [pages.get(_text(it)) for it in section.findall(nodes.emphasis)]
        if following not in named:
            title = app.env.titles[following].astext()
            yield f"the next lesson is *{title}*, which Next does not name"


def _place(app: Sphinx, docname: str, text: str = "") -> str:
    """Return the file whose reader can mend a text, and the line where it begins."""
    script = scripts(app).get(docname)
    file = script.source if script else Path(app.env.doc2path(docname))
    if app.config.language != app.config.gallery_i18n_source_language:
        catalog = Path(app.config.language, "LC_MESSAGES", f"{docname}.po")
        file = Path(app.srcdir, app.config.locale_dirs[0], catalog)
    rows = file.read_text(encoding="utf-8").splitlines() if text else []
    lines = (line for line, row in enumerate(rows, 1) if f"*{text.split()[0]}" in row)
    return f"{file}:{next(lines, 1)}"
