"""Read and write gettext catalogs, and refuse those that are not fit to be published.

Whatever in a message is more than words has to stay in its translation. A message may stand
in reStructuredText, in Markdown, in HTML, in a comment or in a string.
"""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

# An entry as msgfmt takes it, without plural forms and contexts. Babel takes others, too.
GAP, TEXT = r"(?:\s|#.*)*+", r'(?:"(?:[^"\\\n]|\\.)*"\s*)+'
ENTRY = re.compile(rf"{GAP}msgid ({TEXT})msgstr {TEXT}{GAP}")
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
# Characters that no one sees, but that some languages cannot be written without.
UNSEEN = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\xa0\N{NARROW NO-BREAK SPACE}"


class CatalogError(ValueError):
    """A catalog or a script is not fit to be published: names file, line and message."""


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file, as UTF-8 whatever its header says; a missing one is empty."""
    if not path.exists():
        return Catalog()
    try:
        text = path.read_text(encoding="utf-8")
        catalog = read_po(io.StringIO(text))
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: not a catalog in UTF-8: {error}") from error
    if catalog.charset.lower() != "utf-8":
        raise CatalogError(f"{path}: save it as UTF-8, not as {catalog.charset}")
    # With blanks in place of entries, what is left keeps its line.
    rest = ENTRY.sub(lambda entry: "\n" * entry[0].count("\n"), text)
    if row := rest.strip().split("\n")[0]:
        line = rest.count("\n", 0, rest.index(row)) + 1
        wanted = "each msgid has one msgstr; no plural forms, no contexts"
        raise CatalogError(f"{path}:{line}: unexpected {row!r}: {wanted}")
    for message, count in Counter(map(denormalize, ENTRY.findall(text))).items():
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
    """Raise a CatalogError that lists every fault of the catalogs below a folder."""
    found = []
    for path in sorted(folder.rglob("*.po")):
        for message in filter(lambda message: message.id, read_catalog(path)):
            meant = any(comment.startswith(MEANT) for comment in message.user_comments)
            slips = [*faults(str(message.id), str(message.string or ""), meant=meant)]
            if message.fuzzy:
                slips = ["fuzzy: check the translation and remove the flag"]
            found += [f"{path}:{message.lineno}: {slip}: {message.id!r}" for slip in slips]
    if found:
        raise CatalogError("\n".join(found))


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
    for character in sorted({*html.unescape(translation)} - {*html.unescape(source)}):
        if not (character.isprintable() or character in UNSEEN):
            yield f"the translation holds the invisible U+{ord(character):04X}"
    before, after = parts(source), parts(translation)
    for kind in before:
        if meant and kind == "number":
            continue
        added = Counter(after[kind]) - Counter(before[kind])
        dropped = Counter(before[kind]) - Counter(after[kind])
        yield from (f"the translation adds {part}" for part in added)
        if kind not in DROPPED:
            yield from (f"the translation drops {part}" for part in dropped)
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
