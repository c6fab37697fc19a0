"""A page that imports the explorer's modules."""

from typing import Any

from playwright.sync_api import Page

from docs._make.places import ROOT

MODULES = ROOT / "docs" / "explorer" / "js"


class Modules:
    """An empty page that can import the modules."""

    def __init__(self, page: Page, address: str) -> None:
        """Open the page beside the modules."""
        self.page = page
        self.address = address
        page.goto(f"{address}lstm.js")

    def call(self, module: str, script: str, value: Any = None) -> Any:
        """Evaluate `script`, a function of (module, value)."""
        return self.page.evaluate(
            "async ([name, source, value]) => (0, eval)(source)(await import(name), value)",
            [f"{self.address}{module}.js", f"({script})", value],
        )
