"""The data block of a page's scripts: their words, and the numbers they start from."""

import json
from typing import Any

import numpy as np
from markupsafe import Markup

from docs.explorer.messages import known
from docs.explorer.numbers import post_values
from docs.explorer.presets import PRESETS


def data_block(entry: str, words: dict[str, str]) -> Markup:
    """Write the block: JSON, which a policy against inline scripts lets pass."""
    data: dict[str, Any] = {"words": words}
    if entry == "calculator":
        data |= known()
    else:
        data["post"] = {name: shorten(part) for name, part in post_values().items()}
        data["presets"] = {"post": {}}
    if entry == "explorer":
        data["presets"] = {name: preset.fill for name, preset in PRESETS.items()}
        data["right"] = {name: preset.right for name, preset in PRESETS.items()}
    block = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = block.replace("<", "\\u003c")
    return Markup('<script type="application/json" id="xp-data">{}</script>').format(
        Markup(escaped)  # noqa: S704 - JSON without a "<" ends no script
    )


def shorten(part: Any) -> Any:
    """As few digits of each number as tell its float32, which the scripts make of them."""
    if isinstance(part, list):
        return [shorten(inner) for inner in part]
    return float(str(np.float32(part)))
