"""Read and write gettext catalogs, and refuse those that are not fit to be published.

Whatever in a message is more than words has to stay in its translation. A message may stand
in reStructuredText, in Markdown, in HTML, in a comment or in a string.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import denormalize, read_po, write_po

# An entry as msgfmt takes it, without plural forms and contexts. Babel takes others, too.
GAP, TEXT = r"(?:\s|#.*)*+", r'(?:"(?:[^"\\\n]|\\.)*"\s*)+'
ENTRY = re.compile(rf"{GAP}msgid ({TEXT})msgstr {TEXT}{GAP}")
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
    "address": r"(?<!`)`[^`<]*<[^`<>]+>`__?|\]\([^()\s]*\)|\w+://[^\s<>)`]*[\w/]",
    "code": r"``.+?``(?!`)|`[^`]+`",
    "math": r"(?<![\\$])\$[^$]+\$",
    "field": r"\{(?:[^{}]|\{[^{}]*\})*\}|%\(\w+\)[a-z]|%[sdr]\b",
    "tag": r"</?[a-zA-Z][^<>]*>",
    "escape": r"\\\w",
    "number": r"\d+",
    "invisible": r"[^\S \xa0\u202f]|[\xad\u200b\u200e\u200f\u2060\ufeff]",
}


class CatalogError(ValueError):
    """A catalog or a script is not fit to be published: names file, line and message."""


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file, as UTF-8 whatever its header says; a missing one is empty."""
    if not path.exists():
        return Catalog()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}: save it as UTF-8: {error}") from error
    # With blanks in place of entries, what is left keeps its line.
    rest = ENTRY.sub(lambda entry: "\n" * entry[0].count("\n"), text)
    if row := rest.strip().split("\n")[0]:
        line = rest.count("\n", 0, rest.index(row)) + 1
        wanted = "each msgid has one msgstr; no plural forms, no contexts"
        raise CatalogError(f"{path}:{line}: unexpected {row!r}: {wanted}")
    for message, count in Counter(map(denormalize, ENTRY.findall(text))).items():
        if count > 1:
            raise CatalogError(f"{path}: {count} entries for {message!r}")
    return read_po(io.StringIO(text))


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
            meant = any(comment.startswith("meant:") for comment in message.user_comments)
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
        return
    after = parts(translation)
    for kind, before in parts(source).items():
        if meant and kind == "number":
            continue
        added = Counter(after[kind]) - Counter(before)
        dropped = Counter(before) - Counter(after[kind])
        yield from (f"the translation adds {part!r}" for part in added)
        yield from (f"the translation drops {part!r}" for part in dropped)
        if not (added or dropped or meant) and after[kind] != before:
            order = " … ".join(after[kind])
            yield f"{order} stand in another order; above it, `# meant: why` allows that"


def parts(message: str) -> dict[str, list[str]]:
    """Return what in a message is more than words, by kinds; titles of links are words."""
    found = {}
    for kind, sign in KINDS.items():
        spans = re.finditer(sign, message)
        found[kind] = [re.sub("`[^`<]*<", "<", span[span.re.groups]) for span in spans]
        message = re.sub(sign, "\N{OBJECT REPLACEMENT CHARACTER}", message)
    found["unpaired"] = [sign for sign in "*`" if message.count(sign) % 2]
    return found


def is_equation(message: str) -> bool:
    """Tell whether a message is an equation, which a translation would destroy."""
    return message.lstrip().startswith("$$")
