"""Catch the slips of a translator: whatever in a message is more than words has to stay.

A message may stand in reStructuredText, in Markdown, in HTML, in a comment or in a string.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

KINDS = {  # each is looked for in what those before have left
    "words": r"(\{(?:abbr|guilabel|kbd|menuselection)\}|:(?:abbr|guilabel|kbd):)`[^`]+`",
    "role": r"(?:\{[\w:+.-]+\}|:[\w:+.-]+:)(?:``.+?``|`[^`]+`)",
    "address": r"(?<!`)`[^`<]*<[^`<>]+>`__?|\]\([^()\s]*\)"
    r"|(?i:\w+://|(?:javascript|data|vbscript|file|mailto):)[^\s<>)`]*[\w/]",
    "code": r"``.+?``(?!`)|`[^`]+`",
    "math": r"(?<![\\$])\$[^$]+\$",
    "field": r"\{(?:[^{}]|\{[^{}]*\})*\}|%\(\w+\)[a-z]|%[sdr]\b",
    "tag": r"<[a-zA-Z/!?][^<>]*>?|<",
    "attribute": r"""[\w:-]+\s*=\s*["']|["']\s*[\w:-]+\s*=""",
    "quote": r'"',
    "entity": r"&#?\w+;?",
    "escape": r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-7]{1,3}|[a-zA-Z])",
    "reference": r"\|[^|\s](?:[^|]*[^|\s])?\||(?<![\w`])\w[\w.-]*__?(?![\w`])",
    "start": r"^\s*(?:(?:[-+*>#=~|]+|\d+[.)]|\.\.|:::+)(?=\s|$)|>>>|\[[^]]*\]:|:[\w ]+:\s)",
    "sign": r"::\s*$|`|\]|#\s*noqa\b",
    "number": r"\d+",
}
ORDERED = {"code", "math", "role", "address", "field", "number"}
DROPPED = {"quote", "attribute"}  # may be left out: a language has quotes of its own
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # what controls how text is shown
JOINERS = "\u200c\u200d"  # but some languages cannot be written without these


def faults(source: str, translation: str, *, meant: bool = False) -> Iterator[str]:
    """Say what a translation changes besides words.

    `meant` lets numbers differ, and all that stays be in another order.
    """
    if is_equation(source):
        if translation:
            yield "an equation; leave its translation empty"
        return
    if not translation.strip():
        yield "not translated"
    known = {*html.unescape(source), *JOINERS}
    for character in sorted({*html.unescape(translation)} - known):
        if unicodedata.category(character) in INVISIBLE:
            name = unicodedata.name(character, "a control character")
            yield f"the translation holds U+{ord(character):04X} ({name})"
    before, after = parts(source), parts(translation)
    for kind in before:
        added = Counter(after[kind]) - Counter(before[kind])
        dropped = Counter(before[kind]) - Counter(after[kind])
        if meant and kind == "number":
            continue
        for part in added:
            yield f"the translation adds {part}"
        for part in dropped if kind not in DROPPED else ():
            yield f"the translation drops {part}"
        moved = kind in ORDERED and not meant and before[kind] != after[kind]
        if moved and not (added or dropped):
            order = " … ".join(after[kind])
            yield f"{order} stand in another order; above it, `# meant: why` allows that"


def parts(message: str) -> dict[str, list[str]]:
    """Return what in a message is more than words, by kinds; titles of links are words."""
    found = {}
    for kind, sign in KINDS.items():
        spans = re.finditer(sign, message)
        texts = [span[1] if span.re.groups else span[0].strip() for span in spans]
        found[kind] = [re.sub("`[^`<]*<", "<", text) for text in texts]
        message = re.sub(sign, "\N{OBJECT REPLACEMENT CHARACTER}", message)
    found["entity"] = [it for it in found["entity"] if html.unescape(it) != it]
    found["emphasis"] = ["*"] * (message.count("*") % 2)
    return found


def is_equation(message: str) -> bool:
    """Tell whether a message is an equation, which a translation would destroy."""
    return message.lstrip().startswith("$$")
