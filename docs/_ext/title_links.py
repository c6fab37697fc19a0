"""Turn the title of a page, where a text has it in italics, into a link to the page.

Scripts and notebooks are read away from the site, too, so their prose names a lesson by
its title and has no link in it.
"""

from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Connect the extension to a build."""
    app.connect("doctree-resolved", _link_titles)


def _link_titles(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each emphasised title of another page into a link."""
    if doctree.next_node(nodes.emphasis) is None:
        return
    pages = {title.astext(): page for page, title in app.env.titles.items()}
    linked = {id(it) for link in doctree.findall(nodes.reference) for it in link.findall()}
    for title in list(doctree.findall(nodes.emphasis)):
        text = " ".join(title.astext().split())  # a line may end within a title
        page = pages.get(text, docname)
        if page == docname or id(title) in linked:
            continue
        address = app.builder.get_relative_uri(docname, page)
        link = nodes.reference("", "", internal=True, refuri=address)
        title.replace_self(link)
        link += title
