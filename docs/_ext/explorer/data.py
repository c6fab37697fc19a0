"""The data block of a page's scripts: its words, and the numbers they start from."""

import json
from typing import Any, NoReturn

from docutils import nodes

from explorer.messages import MESSAGES
from explorer.numbers import post_values
from explorer.parts import part_node
from explorer.presets import PRESETS
from explorer.words import read_words, words_node


def visit_words(writer: Any, _node: words_node) -> NoReturn:
    """Write the block: JSON, which a policy against inline scripts lets pass."""
    words = read_words(writer.document)
    data: dict[str, Any] = {
        "words": {
            key: word for key, word in words.items() if not _stands_on_the_page(key, word)
        }
    }
    parts = {part["part"] for part in writer.document.findall(part_node)}
    if "cell" in parts:
        data["post"] = post_values()
        data["presets"] = {name: preset.fill for name, preset in PRESETS.items()}
        data["right"] = {name: preset.right for name, preset in PRESETS.items()}
    if "calculator-paste" in parts:
        data["messages"] = [
            {"id": message.id, "template": message.template, "names": [*message.example]}
            for message in MESSAGES
        ]
    block = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = block.replace("<", "\\u003c")
    writer.body.append(f'<script type="application/json" id="xp-data">{escaped}</script>\n')
    raise nodes.SkipNode


def _stands_on_the_page(key: str, word: str) -> bool:
    """Whether the script can take a word from the list of messages as it stands."""
    return key.startswith(("cause-", "repair-")) and "{" not in word
