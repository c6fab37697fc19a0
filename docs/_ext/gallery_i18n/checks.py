"""Catch the slips of a translator: whatever in a message is more than words has to stay.

A message may stand in reStructuredText, in Markdown, in HTML, in a comment or in a string.
"""

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

SPANS = re.compile(
    r"(?P<role>(?:\{[\w:+.-]+\}|:[\w:+.-]+:)(?=`))(?P<marks>`+)(?P<of>.+?)(?P=marks)(?!`)"
    r"|(?<!`)`(?P<words>[^`<]*)<(?P<link>[^`<>]+)>`__?|\]\((?P<target>[^()\s]*)\)"
    r"|(?P<ticks>(?<!`)`+)(?P<code>[^`].*?|.)(?<!`)(?P=ticks)(?!`)"
    r"|(?<![\\$])\$(?P<math>[^$]+)\$"
    r"|(?P<field>\{(?:[^{}]|\{[^{}]*\})*\}|%\(\w+\)[a-z]|%[sdr]\b)"
)
SIGNS = {
    "address": r"(?i)(?:\w+://|(?:javascript|data|vbscript|file|mailto):)[^\s<>)`]*[\w/]",
    "tag": r"<[a-zA-Z/!?][^<>]*>?|<",
    "attribute": r"""[\w:-]+\s*=\s*["']|["']\s*[\w:-]+\s*=""",
    "quote": r'"',
    "entity": r"&#?\w+;?",
    "escape": r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|[0-7]{1,3}|[a-zA-Z])",
    "reference": r"\|[^|\s](?:[^|]*[^|\s])?\||(?<![\w`])\w[\w.-]*__?(?![\w`])",
    "markup": r"^\s*(?:(?:[-+*>#=~|]+|\d+[.)]|\.\.|:::+)(?=\s|$)|>>>|\[[^]]*\]:|:[\w ]+:\s)"
    r"|::\s*$|`|\]|#\s*noqa\b",
    "number": r"\d+",
}
DROPPED = {"quote", "attribute"}  # may be left out: a language has quotes of its own
ORDERED = {"code", "math", "role", "address", "field", "number"}
WORDED = {"abbr", "guilabel", "kbd", "menuselection"}  # roles that point to nothing
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
    known = set(html.unescape(source)) | set(JOINERS)
    for character in sorted(set(html.unescape(translation)) - known):
        if unicodedata.category(character) in INVISIBLE:
            name = unicodedata.name(character, "a control character")
            yield f"the translation holds U+{ord(character):04X} ({name})"
    before, after = parts(source), parts(translation)
    for kind in before | after:
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


def parts(message: str) -> defaultdict[str, list[str]]:
    """Return what in a message is more than words, by kinds."""
    found: defaultdict[str, list[str]] = defaultdict(list)

    def take(span: re.Match[str]) -> str:
        if role := span["role"]:
            titled = re.fullmatch(r".+?\s*<([^<>]+)>", span["of"])
            of = titled[1] if titled else span["of"]
            found["role"].append(role if role.strip("{:}") in WORDED else f"{role}`{of}`")
        for kind in ("code", "math", "field"):
            if span[kind]:
                found[kind].append(span[0])
        if address := span["link"] or span["target"]:
            found["address"].append(address)
        return span["words"] or "\N{OBJECT REPLACEMENT CHARACTER}"

    left = SPANS.sub(take, message)
    for kind, sign in SIGNS.items():
        for match in re.finditer(sign, left):
            if kind != "entity" or html.unescape(match[0]) != match[0]:
                found[kind].append(match[0].strip())
    found["markup"] += ["*"] * (left.count("*") % 2)
    return found


def is_equation(message: str) -> bool:
    """Tell whether a message is an equation, which a translation would destroy."""
    return message.lstrip().startswith("$$")
