"""How long a reader of the explorer and of the calculator waits, in a real Chromium."""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from docs._make.places import ROOT
from docs._make.serve import make_server
from tests.browser import FLAGS, find_chromium

TARGETS = {"run_us": 100, "edit_slow_ms": 50, "paste_ms": 100}
"""What each figure should not exceed."""

SLOWDOWN = 4
TEXTS = (
    "x" * 16,
    "Expected hidden[0] size (1, 1, 1, ",
    " " * 10,
    "1, 2, 3, ",
    "got 1 expected ",
)
"""What could send a pattern back and forth; each is repeated to 100 kB."""

RUN = """async (folder) => {
  const { run } = await import(`${folder}/lstm.js`);
  const { load } = await import(`${folder}/text.js`);
  const { post } = load();
  const times = [];
  for (let round = 0; round < 200; round += 1) {
    const start = performance.now();
    for (let k = 0; k < 100; k += 1) run(post);
    times.push((performance.now() - start) * 10);
  }
  return times;
}"""
PASTE = """async ([folder, texts]) => {
  const { find } = await import(`${folder}/errors.js`);
  const { load } = await import(`${folder}/text.js`);
  const data = load();
  return texts.map((text) =>
    [0, 1, 2].map(() => {
      const start = performance.now();
      find(text, data);
      return performance.now() - start;
    }),
  );
}"""
EDIT = """async () => {
  const field = document.querySelector('[data-at="x.1.0"] input');
  const painted = () =>
    new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    }));
  const press = (key) => {
    const how = { key, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", how));
  };
  const times = [];
  field.focus();
  for (let k = 0; k < 50; k += 1) {
    await painted();
    press("F2");
    press(k % 2 ? "ArrowUp" : "ArrowDown");
    const start = performance.now();
    press("Enter");
    await painted();
    times.push(performance.now() - start);
  }
  return times;
}"""


def measure(_seconds: float) -> Iterator[dict[str, Any]]:
    """Yield the version of the browser and the figures, on the built site.

    How often each thing is done does not depend on the time that is given.
    """
    if not (ROOT / "site").exists():
        raise FileNotFoundError("there is no site/ yet; build it: python -m nox -s docs")
    with served(ROOT / "site") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page()
        folder = _open(page, f"{address}en/explorer.html")
        runs = page.evaluate(RUN, folder)
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN}
        )
        edits = page.evaluate(EDIT)
        page = browser.new_page()
        folder = _open(page, f"{address}en/calculator.html")
        texts = [text * (100_000 // len(text)) for text in TEXTS]
        pastes = page.evaluate(PASTE, [folder, texts])
        version = browser.version
        browser.close()
    figures = {
        "chromium": version,
        "run_us": round(statistics.median(runs), 1),
        "edit_slow_ms": round(statistics.median(edits), 1),
        "paste_ms": round(max(map(statistics.median, pastes)), 1),
    }
    for name, got in figures.items():
        yield {"name": name, "got": got}


def _open(page: Page, address: str) -> str:
    """Open a page; return the address of the folder of its modules."""
    page.goto(address, wait_until="networkidle")
    module: str = page.locator("script[type=module]").evaluate("(script) => script.src")
    return module.rpartition("/")[0]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, now or as soon as it is there; give the address, with a slash."""
    server = make_server(folder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
