"""Fold what answers a question, so that a reader of a lesson can predict first.

On a page of a gallery, when a block of prose ends with a question mark, what the code
below it prints and draws is folded, and with it the paragraph that explains it: the one
right below, if it has no heading, asks nothing and does not lead over, with a colon, to
what comes next. In the notebook nothing is folded: the output is not there before the
reader runs the cell.
"""

import re
from itertools import pairwise
from textwrap import indent

from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

BLOCK = re.compile(r"(?m)^\.\. GENERATED FROM PYTHON SOURCE LINES .*\n")
CODE = re.compile(
    rf"{BLOCK.pattern}\n"
    r"\.\. code-block:: Python\n"
    r"(?:[ \t].*\n|\n)*"  # the code, which is indented
)
EXPLANATION = re.compile(
    rf"{BLOCK.pattern}\n"
    r"(?!\.\. |.+\n([^\w\s])\1+\n)"  # no directive, no heading
    r"(?P<paragraph>(?:.+\n)*.*[^?:\n]\n)(?=\n|\Z)"
)
END = re.compile(r"(?m)^\.\. (?:rst-class:: sphx-glr-timing|_sphx_glr_download_)")
"""What follows the output of the last block: the running time, the downloads."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("source-read", fold_answers, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def fold_answers(app: Sphinx, docname: str, content: list[str]) -> None:
    """Fold the answers on a page that a gallery has made."""
    if docname.split("/")[0] not in app.config.sphinx_gallery_conf["gallery_dirs"]:
        return
    blocks = [*_split(content[0]), ""]
    asked = False
    for at, block in enumerate(blocks):
        code = CODE.match(block)
        if code and asked:
            output, after = _output(block[code.end() :])
            if output.strip():
                blocks[at + 1], explanation = _explanation(blocks[at + 1])
                blocks[at] = code[0] + _folded(output + explanation) + after
        asked = not code and block.rstrip().endswith("?")
    content[0] = "".join(blocks)


def _split(text: str) -> list[str]:
    """Split a page before each block that comes from the script."""
    starts = [0, *(match.start() for match in BLOCK.finditer(text)), len(text)]
    return [text[start:stop] for start, stop in pairwise(starts)]


def _output(rest: str) -> tuple[str, str]:
    """Return the output with which the rest of a block of code begins, and what follows."""
    end = END.search(rest)
    return (rest[: end.start()], rest[end.start() :]) if end else (rest, "")


def _explanation(block: str) -> tuple[str, str]:
    """Take the paragraph that explains an answer out of the block below it."""
    found = EXPLANATION.match(block)
    if not found:
        return block, ""
    start, stop = found.span("paragraph")
    return block[:start] + block[stop:], block[start:stop]


def _folded(answer: str) -> str:
    title = _("Show the answer")
    return f".. dropdown:: {title}\n\n{indent(answer, '   ')}\n\n"
