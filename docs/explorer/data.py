"""The data block of a page's scripts: their words, and the numbers they start from."""

import json
from typing import Any

import numpy as np
from markupsafe import Markup

from docs.explorer.messages import known
from docs.explorer.numbers import post_values
from docs.explorer.presets import PRESETS


def page_data(entry: str, words: dict[str, str]) -> dict[str, Any]:
    """What the scripts of explorer, home widget or calculator start from."""
    data: dict[str, Any] = {"words": words}
    if entry == "calculator":
        return data | known()
    data["post"] = {name: shorten(part) for name, part in post_values().items()}
    data["presets"] = {"post": {}}
    if entry == "explorer":
        data["presets"] = {name: preset.fill for name, preset in PRESETS.items()}
        data["right"] = {name: preset.right for name, preset in PRESETS.items()}
    return data


def known_data(pages: list[str], words: dict[str, str]) -> dict[str, Any]:
    """What a script needs that leads from messages to `pages`, where they are explained."""
    return {"words": words, "pages": pages, **known()}


def as_json(data: dict[str, Any]) -> str:
    """JSON that can stand in a page: a policy against inline scripts lets it pass."""
    block = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return block.replace("<", "\\u003c")


def data_block(name: str, data: dict[str, Any]) -> Markup:
    """The element that a script reads its data from."""
    block = Markup(as_json(data))  # noqa: S704 - JSON without a "<" ends no script
    return Markup('<script type="application/json" id="{}">{}</script>').format(name, block)


def shorten(part: Any) -> Any:
    """As few digits of each number as tell its float32, which the scripts make of them."""
    if isinstance(part, list):
        return [shorten(inner) for inner in part]
    return float(str(np.float32(part)))
