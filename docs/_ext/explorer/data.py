"""The data block of a page's scripts: their words, and the numbers they start from."""

import json
from typing import Any, NoReturn

import numpy as np
from docutils import nodes

from explorer.messages import known
from explorer.numbers import post_values
from explorer.parts import part_node
from explorer.presets import PRESETS
from explorer.words import read_words, words_node


def visit_words(writer: Any, node: words_node) -> NoReturn:
    """Write the block: JSON, which a policy against inline scripts lets pass."""
    if node["scripts"]:
        block = json.dumps(
            _data(writer.document, node), ensure_ascii=False, separators=(",", ":")
        )
        escaped = block.replace("<", "\\u003c")
        writer.body.append(
            f'<script type="application/json" id="xp-data">{escaped}</script>\n'
        )
    raise nodes.SkipNode


def _data(document: nodes.document, node: words_node) -> dict[str, Any]:
    data: dict[str, Any] = {"words": read_words(node)}
    parts = {part["part"] for part in document.findall(part_node)}
    if parts & {"cell", "home"}:
        data["post"] = {name: shorten(part) for name, part in post_values().items()}
        data["presets"] = {"post": {}}
    if "cell" in parts:
        data["presets"] = {name: preset.fill for name, preset in PRESETS.items()}
        data["right"] = {name: preset.right for name, preset in PRESETS.items()}
    if "calculator-paste" in parts:
        data |= known()
    return data


def shorten(part: Any) -> Any:
    """As few digits of each number as tell its float32, which the scripts make of them."""
    if isinstance(part, list):
        return [shorten(inner) for inner in part]
    return float(str(np.float32(part)))
