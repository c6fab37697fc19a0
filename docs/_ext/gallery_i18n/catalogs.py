"""Read and write gettext catalogs, and refuse those that are not fit to be published.

Whatever in a message is more than words has to stay in its translation. A message may stand
in reStructuredText, in Markdown, in HTML, in a comment or in a string.
"""

import html
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

# Entries as msgfmt takes them, without plural forms and contexts. Babel reads others, too.
GAP = r"(?:\s|#.*)*+"
TEXT = r'(?:"(?:[^"\\\n]|\\.)*"\s*)+'
ENTRY = re.compile(rf"{GAP}msgid (?P<id>{TEXT})msgstr {TEXT}{GAP}")
MEANT = "meant:"  # a translator's comment that allows other numbers or another order
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

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


class CatalogError(ValueError):
    """A catalog or a script is not fit to be published: names file, line and message."""


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file, as UTF-8 whatever its header says; a missing one is empty.

    Raises:
        CatalogError: it is not a catalog, not in UTF-8, or has a message twice.
    """
    if not path.exists():
        return Catalog()
    try:
        text = path.read_text(encoding="utf-8")
        catalog = read_po(io.StringIO(text))
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: not a catalog in UTF-8: {error}") from error
    if catalog.charset.lower() != "utf-8":
        raise CatalogError(f"{path}: save it as UTF-8, not as {catalog.charset}")
    found, at = Counter[str](), 0
    while entry := ENTRY.match(text, at):
        found[denormalize(entry["id"])] += 1
        at = entry.end()
    if at < len(text):
        line, row = text.count("\n", 0, at) + 1, text[at:].split("\n")[0]
        wanted = "each msgid has one msgstr; no plural forms, no contexts"
        raise CatalogError(f"{path}:{line}: unexpected {row!r}: {wanted}")
    for message, count in found.items():
        if count > 1:
            raise CatalogError(f"{path}: {count} entries for {message!r}")
    return catalog


def write_catalog(path: Path, catalog: Catalog, language: str) -> None:
    """Write a catalog with a header that says nothing of when, where and by whom."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    write_po(content, catalog, width=0, omit_header=True)
    path.write_bytes(HEADER.format(language=language).encode() + content.getvalue())


def check_catalogs(folder: Path) -> None:
    """Check every catalog below a folder.

    Raises:
        CatalogError: a message is fuzzy or not translated, or its translation changes
            code, math, an address, or whatever else is more than words.
    """
    found = [fault for path in sorted(folder.rglob("*.po")) for fault in _faults(path)]
    if found:
        raise CatalogError("\n".join(found))


def _faults(path: Path) -> Iterator[str]:
    for message in read_catalog(path):
        if message.id:
            meant = any(comment.startswith(MEANT) for comment in message.user_comments)
            found = list(faults(str(message.id), str(message.string or ""), meant=meant))
            if message.fuzzy:
                found = ["fuzzy: check the translation and remove the flag"]
            for fault in found:
                yield f"{path}:{message.lineno}: {fault}: {message.id!r}"


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
