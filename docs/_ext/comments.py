"""Translate the comments in the code of pages, which runs once for all languages."""

import io
import re
import tokenize

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


def setup(app: Sphinx) -> None:
    """Connect the extension to a build; the pages are myst-nb's."""
    app.add_transform(CommentedCode)


class literal_block(addnodes.translatable, nodes.literal_block):  # noqa: N801 - visitors go by it
    """Code with messages; a visitor of nodes finds its method by the name of the class."""

    def preserve_original_messages(self) -> None:
        """Note the comments, without their signs."""
        tokens = tokenize.generate_tokens(io.StringIO(self.astext()).readline)
        comments = (it.string for it in tokens if it.type == tokenize.COMMENT)
        self["comments"] = [comment.removeprefix("# ") for comment in comments]

    def apply_translated_message(self, original: str, translated: str) -> None:
        """Put a translation in the place of a comment."""
        comment = re.compile(rf"# {re.escape(original)}$", re.MULTILINE)
        self.rawsource = comment.sub(lambda _: f"# {translated}", self.astext())
        self.children = [nodes.Text(self.rawsource)]
        self["comments"].remove(original)

    def extract_original_messages(self) -> list[str]:
        """Return the comments that are not translated."""
        return list(self["comments"])


class CommentedCode(SphinxTransform):
    """Let the code of cells have messages."""

    default_priority = 5  # before Sphinx asks nodes for them, at 10

    def apply(self, **kwargs: object) -> None:
        """Replace the nodes that hold such code."""
        for code in list(self.document.findall(nodes.literal_block)):
            if "cell_input" in code.parent.get("classes", ()):
                text = code.astext()
                commented = literal_block(text, text, **code.attributes)
                commented.source, commented.line = code.source, code.line
                code.replace_self(commented)
