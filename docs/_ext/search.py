"""Improve the search: synonyms, accents, stop words, ranking, a small index, messages.

Sphinx looks for pages that hold every word of a query. Pages get further words from
`search_words_file`, one table for each language; words that say nothing are left out of
queries; accents do not count. Ranks are in `search.js`, which also has the other half of
what is done to words here.
"""

import json
import re
import tomllib
import unicodedata
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish
from sphinx.search.es import SearchSpanish
from sphinx.util import logging

logger = logging.getLogger(__name__)
NO_MATCH = (
    "Your search did not match any documents. Please make sure that all words are spelled "
    "correctly and that you've selected enough categories."
)
# Comments, empty lines and indentation: a third of what the scripts of Sphinx weigh.
SPARE = re.compile(r"^ *(?://.*\n|/\*(?s:.*?)\*/\n|\n| )*", re.MULTILINE)
# Names of repositories in links to threads: no words of a page.
NAMES = re.compile(r"[\w.-]+#\d+")
# Words that only make a question of a query.
ASKING = {
    "en": "what which how why when where do does did can should my me i you we use using "
    "get have has with from all only between there same vs",
    "es": "qué cuál cuáles cómo dónde cuándo que cual cuales como donde cuando hay hacer "
    "hago usar uso puedo debo tengo tiene mi mis entre solo sólo",
}


def setup(app: Sphinx) -> None:
    """Connect the extension to a build."""
    app.add_config_value("search_words_file", "", "env", str)
    app.add_search_language(English)
    app.add_search_language(Spanish)
    app.connect("doctree-read", _choose_words)
    app.connect("build-finished", _write_words)
    app.connect("build-finished", _trim_index)


def plain(word: str) -> str:
    """Return a word without its accents, as many type it."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


class _Plain(SearchLanguage):
    """Words without accents. What no query asks for does not get into the index.

    Sphinx compares words with the stop words when they have been stemmed: "The", "todas"
    and "más" would be in the index as "The", "tod" and "mas", on nearly every page. And it
    leaves numbers and stop words out of queries before.
    """

    def split(self, input: str) -> list[str]:  # noqa: A002  (Sphinx's name for it)
        """Return the words of a text that a query may ask for, without names."""
        words = super().split(NAMES.sub(" ", input))
        return [word for word in words if self.word_filter(plain(word.lower()))]

    def stem(self, word: str) -> str:
        """Return what a word has in common with its other forms."""
        return super().stem(plain(word))


class English(_Plain, SearchEnglish):
    """English without the words that only make a question of it."""

    stopwords = SearchEnglish.stopwords | set(ASKING["en"].split())


class Spanish(_Plain, SearchSpanish):
    """Spanish without the words that only make a question of it; accents do not count."""

    # "estado" is a form of "estar", and what an LSTM carries from step to step.
    _words = (SearchSpanish.stopwords | set(ASKING["es"].split())) - {"estado", "estados"}
    stopwords = _words | set(map(plain, _words))


def _page_words(app: Sphinx) -> dict[str, str]:
    """Return the further words of pages in the language of the build."""
    file = Path(app.confdir, app.config.search_words_file)
    tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    words: dict[str, str] = tables.get(app.config.language, {})
    return words


def _choose_words(app: Sphinx, doctree: nodes.document) -> None:
    """Give a page the words by which people look for it, as keywords in its head.

    Names that stand in code alone, a third of all words, are kept out of the index, and so
    is what stands at the code of every lesson: captions, and names of files to download.
    """
    words = _page_words(app).get(app.env.docname, "").split()
    if words and app.builder.format == "html":
        doctree.insert(0, nodes.meta(name="keywords", content=", ".join(words)))
    for kind in (nodes.literal_block, nodes.caption, addnodes.download_reference):
        for node in doctree.findall(kind):
            node["classes"].append("no-search")


def _write_words(app: Sphinx, exception: Exception | None) -> None:
    """Complete what Sphinx has written for its search, which no other page loads."""
    static = Path(app.outdir, "_static")
    if exception or not (static / "language_data.js").exists():
        return
    words = _page_words(app)
    for page in words.keys() - app.env.found_docs:
        logger.warning("%s: no page %s", app.config.search_words_file, page)
    more = {"language_data.js": f"\nconst pageWords = {_json(words)};\n"}
    for name in ("language_data.js", "searchtools.js"):
        text = (static / name).read_text("utf-8") + more.get(name, "")
        (static / name).write_text(SPARE.sub("", text), "utf-8")
    if (static / "translations.js").exists():  # English pages load none
        plural = {"locale": app.config.language, "plural_expr": "n === 1 ? 0 : 1"}
        catalog = _json({"messages": _messages(), **plural})
        text = f"Documentation.addTranslations({catalog});\n"
        (static / "translations.js").write_text(text, encoding="utf-8")


def _trim_index(app: Sphinx, exception: Exception | None) -> None:
    """Remove entries from the index that find too much, or the same again.

    A heading inside a lesson, such as "Try it", says nothing by itself, and its words find
    the lesson anyway; a message of torch is found by its pattern, and its words find its
    page; and the objects of the reference are among the objects of the index and once more
    among its entries.
    """
    file = Path(app.outdir, "searchindex.js")
    if exception or not file.exists():
        return
    before, after = "Search.setIndex(", ")"
    index = json.loads(file.read_text("utf-8").removeprefix(before).removesuffix(after))
    galleries = tuple(f"{gallery}/" for gallery in app.config.gallery_i18n_sources)
    inside = (*galleries, "reference/errors-")
    unnamed = {k for k, it in enumerate(index["docnames"]) if it.startswith(inside)}
    of_objects = {page for objects in index["objects"].values() for page, *_rest in objects}
    for entries, pages in (("alltitles", unnamed), ("indexentries", of_objects)):
        kept = {
            words: [it for it in places if it[0] not in pages or it[1] is None]
            for words, places in index[entries].items()
        }
        index[entries] = {words: places for words, places in kept.items() if places}
    index["filenames"] = []  # which scripts hand on, and none uses
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(f"{before}{text}{after}", encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _messages() -> dict[str, str | list[str]]:
    """Return what the scripts of Sphinx say, and what they shall say."""
    return {
        "Search Results": _("Search Results"),
        "Searching": _("Searching"),
        "Preparing search...": _("Preparing search..."),
        ", in ": _(", in "),
        "Hide Search Matches": _("Hide Search Matches"),
        "Search finished, found one page matching the search query.": [
            _("Search finished, found one page matching the search query."),
            _("Search finished, found ${resultCount} pages matching the search query."),
        ],
        NO_MATCH: _("No page has all these words. Try fewer of them, or other ones."),
    }
