"""The parts of the two pages: HTML from a template, the page's words and the numbers."""

from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from docutils.parsers.rst import directives
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from docs.explorer.calculator import calculator_context
from docs.explorer.data import data_block, known_data, page_data
from docs.explorer.errors import entries
from docs.explorer.messages import PAGES
from docs.explorer.numbers import post_numbers
from docs.explorer.presets import PRESETS
from docs.explorer.words import WIDGETS, WORDS_PAGE, read_words

TEMPLATES = Path(__file__).parent / "templates"
PARTS = sorted(
    path.stem for path in TEMPLATES.glob("*.html") if not path.stem.startswith("macros")
)


class part_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A part of a page, under the name of its template."""


class Part(SphinxDirective):
    """`{explorer} cell`: put this part here."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the node; it is rendered when the page's words are translated."""
        name = directives.choice(self.arguments[0], PARTS)
        return [part_node(part=name)]


def visit_part(writer: Any, node: part_node) -> NoReturn:
    """Write the part's HTML."""
    part = node["part"]
    builder = writer.builder
    if part in WIDGETS:
        words = said = read_words(builder.env.get_doctree(WORDS_PAGE), part)
    else:
        words = read_words(writer.document, "page", "scripts")
        said = read_words(writer.document, "scripts")

    def word(key: str, **values: object) -> str:
        return say(words, key, **values)

    def uri(document: str) -> str:
        address: str = builder.get_relative_uri(builder.current_docname, document)
        return address

    template = _templates().get_template(f"{part}.html")
    of_builder = {
        "uri": uri,
        "entries": lambda: entries(builder),
        "data": lambda entry: data_block("xp-data", page_data(entry, said)),
        "known": lambda: data_block("xp-known", known_data([*map(uri, PAGES)], words)),
    }
    writer.body.append(template.render(w=word, **of_builder))
    raise nodes.SkipNode


def drop_words(_writer: Any, _node: nodes.Node) -> NoReturn:
    """Write nothing: words are said by parts."""
    raise nodes.SkipNode


def say(words: dict[str, str], key: str, **values: object) -> str:
    """One of the page's sentences, its {placeholders} filled."""
    if key not in words:
        raise KeyError(f"the page has no word {key!r}; add it to its explorer-words")
    return words[key].format_map(values) if values else words[key]


def resolve(form: str) -> str:
    """The address that a pattern stands for at the start: step 1, unit 0."""
    form = form.replace("{t}", "1").replace("{k}", "0")
    return form.replace("@h", "h_0").replace("@c", "c_0")


def label(address: str) -> str:
    """An address as it is written beside its number: `W_if[0, 1]`, `h_3[1]`."""
    name, *indices = address.split(".")
    if len(name) == 1:
        name = f"{name}_{indices.pop(0)}"
    return f"{name}[{', '.join(indices)}]"


def _state_text(prefix: str) -> str:
    numbers = post_numbers()
    return ", ".join(numbers[f"{prefix}.{k}"] for k in range(3))


# The chart: five steps from left to right, h from -1 to 1.
def _height(way: str, t: int) -> float:
    return round(70 - 56 * float(post_numbers()[f"{way}.h.{t}.0"]), 1)


def _line(way: str) -> str:
    return " ".join(f"{50 + 64 * (t - 1)},{_height(way, t)}" for t in range(1, 6))


def _bar(address: str, zero: int, span: int) -> Markup:
    value = float(post_numbers()[address]) * span
    return Markup('y="{:.1f}" height="{:.1f}"').format(zero - max(value, 0), abs(value))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )
    environment.globals |= {
        "numbers": post_numbers(),
        "presets": PRESETS,
        "at": resolve,
        "label": label,
        "state_text": _state_text,
        "height": _height,
        "line": _line,
        "bar": _bar,
        **calculator_context(),
    }
    return environment
