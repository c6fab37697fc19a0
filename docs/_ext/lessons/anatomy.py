"""Transform the pages that sphinx-gallery makes into lessons.

What sphinx-gallery writes is a heading, prose, code and output, one after the other. Here
cells are folded by their roles, a question moves between its code and the output that
answers it, headings get ids that do not depend on the language, and the gallery's own
English sentences are said in the reader's language.
"""

import html
import re
from itertools import takewhile

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _
from sphinx.transforms import SphinxTransform

from .fill import beside, card, facts, lessons_of
from .markup import place_node, tag
from .record import Lesson

# What follows the output of a cell: the next block, the downloads.
ENDS = nodes.comment, nodes.section, nodes.target, addnodes.only
MARKS = {"✓": "lesson-right", "✗": "lesson-wrong"}
BOXES = {"Remember": "lesson-remember", "Try it": "lesson-try", "Next": "lesson-next"}
MATHEMATICS = re.compile(r"\$([^$]+)\$")


class Anatomy(SphinxTransform):
    """Shape a page of the gallery as soon as it has been parsed."""

    default_priority = 850  # after references and titles have been resolved

    def apply(self, **kwargs: object) -> None:
        """Shape a lesson, or a list of lessons."""
        docname = self.env.docname
        if docname.split("/")[0] not in self.config.gallery_i18n_sources:
            return
        lesson = lessons_of(self.env).all.get(docname)
        if lesson:
            self.shape(lesson)
        elif docname.endswith("/index"):
            _make_cards(self.document)
        else:
            _take_link_to_downloads(self.document)
        _translate(self.document)

    def shape(self, lesson: Lesson) -> None:
        """Shape a lesson."""
        whole = next(self.document.findall(nodes.section))
        sections = list(whole.findall(nodes.section, include_self=False))
        for section, title in zip(sections, lesson.titles, strict=True):
            section["ids"] = [nodes.make_id(title)]
            if title in BOXES:
                section["classes"].append(BOXES[title])
        asked = 0
        for block, role in zip(_cells(self.document), lesson.roles, strict=True):
            if role:
                _fold(block, role)
            elif _ask(block, asked + 1):
                asked += 1
        whole.insert(1, self.strip(whole, lesson.page, asked))
        whole += place_node(fill=beside, page=lesson.page)

    def strip(self, whole: nodes.section, page: str, asked: int) -> nodes.Element:
        """Return what stands under the title: the question of the lesson, and facts."""
        strip = tag("div", cls="lesson-strip")
        opening = whole.children[1]
        summary = " ".join(opening.astext().split())
        # For cards, for search engines and for messengers.
        self.env.metadata[page] |= {"summary": summary, "og:description": summary}
        self.document.insert(0, nodes.meta(name="description", content=summary))
        if opening.astext().endswith("?"):
            whole.remove(opening)
            strip += tag("p", *opening.children, cls="lesson-asks")
        reference = _take_link_to_downloads(self.document)
        reference.children[0].children = [nodes.Text(_("To the downloads"))]
        strip += place_node("", reference, fill=facts, page=page)
        if asked:
            said = _("Hides each output that is asked about until you have answered.")
            box = nodes.raw("", '<input type="checkbox" role="switch"/>', format="html")
            label = tag("label", box, nodes.Text(" " + _("Predict first")))
            note = tag("span", nodes.Text(said))
            strip += tag("div", label, note, cls="lesson-predict", hidden="hidden")
        return strip


def _cells(document: nodes.document) -> list[list[nodes.Element]]:
    """Return the code cells: each its code and, beside it, what came out."""
    cells = []
    for code in document.findall(nodes.literal_block):
        if code.get("language") == "Python":  # so spelt by sphinx-gallery alone
            beside = code.parent.children[code.parent.index(code) + 1 :]
            outputs = takewhile(lambda node: not isinstance(node, ENDS), beside)
            cells.append([code, *outputs])
    return cells


def _fold(block: list[nodes.Element], role: str) -> None:
    """Fold a cell: of one that draws only the code, which goes below the picture."""
    code, *outputs = block
    title, classes = {
        "figure": (_("Code of the figure"), "lesson-figure-code no-search"),
        "check": (_("Checked: what this lesson claims, as code"), "lesson-check no-search"),
        "solution": (_("See the solution"), "lesson-solution"),
    }[role]  # who searches does not ask for what draws or asserts
    parent, at = code.parent, code.parent.index(code)
    held = [code] if role == "figure" else block
    for node in held:
        parent.remove(node)
    summary = tag("summary", nodes.Text(title))
    fold = tag("details", summary, *held, cls=f"lesson-fold {classes}")
    parent.insert(at + (len(outputs) if role == "figure" else 0), fold)


def _ask(block: list[nodes.Element], number: int) -> bool:
    """Move a question that stands above a cell between its code and its output."""
    code, *outputs = block
    parent = code.parent
    before = parent.children[: parent.index(code)]
    above = [node for node in before if not isinstance(node, nodes.comment)]
    if len(above) < 2 or not isinstance(above[-1], nodes.definition_list):
        return False
    asked, choices = above[-2:]
    said = _said_of(outputs)
    for node in (asked, choices, *outputs, *said):
        parent.remove(node)
    name = f"question-{number}"
    text = tag("p", *asked.children, cls="lesson-question-text", ids=[name])
    offered = tag("div", *map(_choice, choices.children), cls="lesson-choices")
    more = {"role": "group", "aria-labelledby": name}
    question = tag("div", text, offered, cls="lesson-question", **more)
    waits = nodes.Text(_("Choose an answer: then the output shows."))
    cover = tag("p", waits, cls="lesson-cover")
    shown = tag("div", *outputs, *said, cls="lesson-shown")
    answer = tag("div", cover, shown, cls="lesson-answer")
    at = parent.index(code) + 1
    parent.insert(at, [question, answer] if outputs else [question])
    return True


def _said_of(outputs: list[nodes.Element]) -> list[nodes.Element]:
    """Return the paragraph below an output, if there is one: it gives the answer away."""
    if not outputs:
        return []
    parent = outputs[-1].parent
    below = parent.children[parent.index(outputs[-1]) + 1 :]
    match [node for node in below if not isinstance(node, nodes.comment)]:
        case [nodes.paragraph(), nodes.definition_list(), *_]:
            return []  # the next question
        case [nodes.paragraph() as said, *_]:
            return [said]
    return []


def _choice(item: nodes.Element) -> nodes.Element:
    """Make a choice of a term, and its reply of the definition below it."""
    term, definition = item.children
    opening = next(definition.findall(nodes.Text))
    mark, _space, rest = opening.partition(" ")
    verdict = {"✓": _("✓ Yes."), "✗": _("✗ No.")}[mark]
    strong = nodes.strong("", verdict, classes=["lesson-verdict"])
    opening.parent.replace(opening, [strong, nodes.Text(f" {rest}")])
    reply = tag("div", *definition.children, cls="lesson-reply")
    summary = tag("summary", *term.children)
    return tag("details", summary, reply, cls=f"lesson-choice {MARKS[mark]}")


def _take_link_to_downloads(document: nodes.document) -> addnodes.pending_xref:
    """Remove the note "Go to the end to download", and return the link in it."""
    note = next(document.findall(addnodes.only))
    note.parent.remove(note)
    return next(note.findall(addnodes.pending_xref))


def _make_cards(document: nodes.document) -> None:
    """Replace the gallery's thumbnails, of which the link is a tooltip, by cards."""
    for section in document.findall(nodes.section):
        cards = tag("div", cls="lesson-cards")
        for node in list(section.children):
            if not isinstance(node, (nodes.raw, addnodes.only)):
                continue
            section.remove(node)
            if image := node.next_node(nodes.image):
                page = next(node.findall(addnodes.pending_xref))["reftarget"].lstrip("/")
                said = place_node(fill=card, page=page)
                # A recipe has no figure to show.
                shown = (image, said) if page.startswith("lessons/") else (said,)
                cards += tag("div", *shown, cls="lesson-card")
        if cards.children:
            after = section.next_node(nodes.section)
            section.insert(section.index(after) if after else len(section), cards)


def _translate(document: nodes.document) -> None:
    """Say the gallery's own words in the reader's language."""
    for image in list(document.findall(nodes.Element)):
        if image.tagname == "imgsgnode":  # its text: the figure's titles, as they come
            text = MATHEMATICS.sub(lambda it: re.sub(r"[\\{}]", "", it[1]), image["alt"])
            image["alt"] = html.escape(text)
            box = tag("div", cls="lesson-picture")  # in which it scrolls, if it is too wide
            image.replace_self(box)
            box += image
    kinds = {".py": _("Download the script"), ".ipynb": _("Download the notebook")}
    for link in list(document.findall(addnodes.download_reference)):
        name = link["reftarget"].rpartition("/")[2]
        if words := kinds.get(name[name.rindex(".") :]):
            said = f"{words}: {name}"
            link.children = [nodes.literal("", said, classes=["xref", "download"])]
        else:  # a zip of the two
            link.parent.parent.parent.remove(link.parent.parent)
    blocks = document.findall(nodes.literal_block)
    outputs = [block for block in blocks if "sphx-glr-script-out" in block["classes"]]
    for number, output in enumerate(outputs, 1):
        output["classes"].remove("sphx-glr-script-out")
        classes = ["literal-block-wrapper", "sphx-glr-script-out"]
        ids = [f"output-{number}"]
        wrapper = nodes.container(literal_block=True, ids=ids, classes=classes)
        output.replace_self(wrapper)
        wrapper += [nodes.caption("", _("Output")), output]
