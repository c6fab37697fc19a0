"""The words of a page: sentences under ids, written in the page and translated with it."""

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

WIDGETS = ("home", "paste")
"""Parts that any page may have; their words stand on the page of the explorer."""
WORDS_PAGE = "explorer"
_LINE = re.compile(r"(?P<key>[\w·-]+): (?P<sentence>\S.*)")


class word_node(nodes.Special, nodes.TextElement):  # noqa: N801 - docutils names nodes so
    """One sentence under its key; as a special node it keeps its straight quotes."""


class words_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Words of a page, which gettext translates."""


class Words(SphinxDirective):
    """`{explorer-words}`: a line `key: sentence` for each of the page's words.

    The sentences are messages of the page's catalog. They do not appear where they are
    written: the parts of the page say them where they belong, and so do its scripts, those
    under `{explorer-words} scripts`. Those under `{explorer-words} home` and `paste` belong
    to the parts of that name, which any page of the site may have.
    """

    has_content = True
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a word of each line."""
        scope = self.arguments[0] if self.arguments else "page"
        words = words_node(scope=directives.choice(scope, ["page", "scripts", *WIDGETS]))
        for offset, line in enumerate(self.content):
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise self.error(f"a line must read 'key: sentence', got {line!r}")
            word = word_node(match["sentence"], match["sentence"], key=match["key"])
            word.source, _ = self.get_source_info()
            word.line = self.content_offset + offset + 1
            words += word
        return [words]


def read_words(document: nodes.document, *scopes: str) -> dict[str, str]:
    """The words of some scopes of a page, in the language of its build."""
    return {
        word["key"]: word.astext()
        for words in document.findall(words_node)
        if words["scope"] in scopes
        for word in words.findall(word_node)
    }
