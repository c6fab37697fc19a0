"""All words are the pages'; the modules have none, and the catalogs are whole."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from docs.explorer.presets import PRESETS
from tests.explorer.minisite import DOCS, PAGES
from tests.explorer.modules import MODULES

CATALOGS = DOCS / "locales" / "es" / "LC_MESSAGES"
WORD = re.compile(r"^([\w-]+): (\S.*)$", re.MULTILINE)


def _words(page: str) -> dict[str, str]:
    text = (DOCS / f"{page}.md").read_text()
    if text.startswith("```{include}"):
        text = (DOCS / "explorer" / f"{page}.md").read_text()
    return dict(WORD.findall(text[text.index("```{explorer-words}") :]))


@pytest.mark.parametrize("page", PAGES)
def test_the_catalog_is_whole(page: str) -> None:
    """Every message translated, none fuzzy, the same placeholders and the same roles."""
    with (CATALOGS / f"{page}.po").open("rb") as file:
        catalog = {entry.id: entry for entry in read_po(file) if entry.id}
    assert set(_words(page).values()) <= catalog.keys()
    for entry in catalog.values():
        assert entry.string, entry.id
        assert not entry.fuzzy
        for holes in (r"\{\w+\}", r"<v=1[^>]*>", r"\{sym\}`\w+`"):
            found = [
                sorted(re.findall(holes, text))
                for text in (str(entry.id), str(entry.string))
            ]
            assert found[0] == found[1], entry.id


@pytest.mark.parametrize("path", sorted(MODULES.glob("*.js")), ids=lambda path: path.name)
def test_a_module_holds_no_words(path: Path) -> None:
    """No string reads like a sentence, but for torch's refusals and Python programs."""
    text = path.read_text()
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    if path.stem in ("shapes", "code"):
        return
    strings = re.findall(r'"([^"\n]*)"', text)
    assert [
        s for s in strings if re.search(r"[a-z]{2,} [a-z]{2,}", s) and "xp-" not in s
    ] == []


def test_every_key_that_a_module_says_is_a_word() -> None:
    """And every preset has its question, its answers and its answer."""
    words = {page: _words(page) for page in ("explorer", "calculator")}
    said = {
        "explorer": ("explorer.js", "panel.js", "tables.js", "text.js"),
        "calculator": ("calculator.js", "text.js"),
    }
    for page, modules in said.items():
        for module in modules:
            for key in re.findall(r'say\(\s*"([\w-]+)"', (MODULES / module).read_text()):
                assert key in words[page], key
    for name, preset in PRESETS.items():
        keys = [f"preset-{name}", f"ask-{name}", f"answer-{name}"]
        keys += [f"ask-{name}-{n}" for n in range(1, preset.choices + 1)]
        assert set(keys) <= words["explorer"].keys()
        assert f"ask-{name}-{preset.choices + 1}" not in words["explorer"]
        assert 1 <= preset.right <= preset.choices


def test_no_module_touches_the_page_that_should_not() -> None:
    """The maths, the shapes, the messages, the address and the state know no document."""
    for name in ("lstm", "shapes", "errors", "address", "state", "code"):
        assert "document" not in re.sub(
            r"//[^\n]*", "", (MODULES / f"{name}.js").read_text()
        )


def test_modules_import_one_way() -> None:
    """No cycle among them."""
    imports = {
        path.stem: set(re.findall(r'from "\./(\w+)\.js"', path.read_text()))
        for path in MODULES.glob("*.js")
    }
    done: set[str] = set()
    while len(done) < len(imports):
        free = {
            name for name, needs in imports.items() if name not in done and needs <= done
        }
        assert free, "a cycle"
        done |= free
