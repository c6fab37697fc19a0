"""What torch says around `nn.LSTM`, read from the pages that raise it.

`PAGES` are the only source of each message: the heading of its section is the message,
written as `` {message}`Expected {wanted=4}, got {got=7}` ``, which names what varies and
shows what stood there when torch said it. What stands in `{name=…}` is a whole number, a
shape or a word; another kind is named, as in `{got:device=cuda:0}`. Other wordings of the
same message stand in the text of its section, in the same form.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

DOCS = Path(__file__).parents[1]
PAGES = tuple(f"reference/errors-{of}" for of in ("calls", "results", "training"))
HOLES = {
    "n": r"(-?\d{1,9})",
    "size": r"([\d, ]{1,60})",
    "word": r"([\w.]{1,60})",
    "option": "((?:input|hidden)_size|num_layers|bias|batch_first)",
    "method": (
        "(shape|size|ndim|dtype|device|T|view|reshape|detach|detach_|clone|squeeze|unsqueeze"
        "|transpose|permute|contiguous|expand|repeat|flatten|softmax|log_softmax|sigmoid"
        "|tanh|relu|to|cuda|cpu|is_cuda|float|double|half|long|type|data|grad|grad_fn"
        "|requires_grad|requires_grad_|retain_grad|register_hook|mean|sum|max|min|norm|abs"
        "|pow|chunk|split|backward|numpy|item|tolist|argmax|topk|masked_fill|new_zeros)"
    ),
    "layer": r"(\w{2,40})",
    "recurrent": "(lstm|gru|rnn_tanh|rnn_relu)",
    "key": r"([\w.]{0,80}(?:weight|bias)_(?:ih|hh|hr)_l\d{1,3}(?:_reverse)?)",
    "view": r"([\d, -]{1,60})",
    "three": r"(\d{1,9}, ?\d{1,9}, ?\d{1,9})",
    "table": r"((?:[\w.]{0,60}\.)?\w{0,20}emb\w{0,20}\.weight)",
    "device": r"([a-z]{1,12}(?::\d{1,3})?)",
    "number": r"(\d{1,3}(?:\.\d{1,20})?)",
}
"""What fits in each kind of hole of a message, as a pattern of the scripts."""

_HOLE = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>\w+))?=(?P<shown>[^{}]*)\}")
_LABEL = re.compile(r"^\((?P<id>[\w-]+)\)=$", re.MULTILINE)
_ROLE = re.compile(r"\{message\}(?P<ticks>`+) ?(?P<form>.+?) ?(?P=ticks)(?!`)")


class Message(NamedTuple):
    """One wording of a message of torch."""

    id: str
    """The anchor of its section."""

    form: str
    """The wording, with holes for what varies."""

    page: int = 0
    """The index in `PAGES` of the one that has the section."""

    @property
    def text(self) -> str:
        """The message as torch once said it."""
        return _HOLE.sub(r"\g<shown>", self.form)

    @property
    def template(self) -> str:
        """The wording, with the kind of each hole in its place."""
        return _HOLE.sub(
            lambda hole: f"{{{hole['kind'] or _kind(hole['shown'])}}}", self.form
        )

    @property
    def example(self) -> dict[str, str]:
        """What once stood in each hole, by the name of the hole."""
        return {hole["name"]: hole["shown"] for hole in _HOLE.finditer(self.form)}


def _kind(shown: str) -> str:
    if re.fullmatch(r"-?\d+", shown):
        return "n"
    return "size" if re.fullmatch(r"[\d, ]+", shown) else "word"


def read_messages() -> list[Message]:
    """All wordings in the pages, in their order."""
    texts = [(DOCS / f"{page}.md").read_text(encoding="utf-8") for page in PAGES]
    return [
        Message(label, role["form"], page)
        for page, (_, *parts) in enumerate(map(_LABEL.split, texts))
        for label, text in zip(parts[::2], parts[1::2], strict=True)
        for role in _ROLE.finditer(text)
    ]


def known() -> dict[str, Any]:
    """What the scripts are told of the messages, as JSON holds it."""
    messages = [
        {"id": it.id, "template": it.template, "names": [*it.example], "page": it.page}
        for it in read_messages()
    ]
    return {"holes": HOLES, "messages": messages}
