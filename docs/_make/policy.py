"""Tell browsers what the pages may load and run: nothing but the site's own files.

Every page carries its Content-Security-Policy itself, since not every host lets a site set
headers. A script inside a page runs only if its hash is in the policy. For hosts that read
a file `_headers`, the same stands there once more for all pages together.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from .headers import write_headers

INLINE = re.compile(r"<(script|style)((?:\s[^>]*)?)>(.*?)</\1>", re.DOTALL)
RUNS = re.compile(r'^(?!.*\ssrc=)(?!.*\stype="application/json")', re.DOTALL)
CHARSET = re.compile(r"<meta charset=[^>]*>")
HASHED = re.compile(r"-[0-9a-f]{12}(?:\.\w+)?$")
"""The end of the name of a file, or of a folder, that is another when its content is."""

FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def protect(site: Path, site_path: str) -> None:
    """Give every page its policy, and the site a file `_headers`.

    `site_path` is where the site stands on its host, such as `/` or `/lstm-demo/`.
    """
    everywhere: dict[str, set[str]] = {"script": set(), "style": set()}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        here = inline_hashes(text)
        for kind, hashes in here.items():
            everywhere[kind] |= hashes
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(here)}">'
        text, count = CHARSET.subn(rf"\g<0>{meta}", text, count=1)
        if count != 1:
            raise ValueError(f"{path} has no <meta charset> that a policy could follow")
        path.write_text(text, "utf-8")
    rules = {
        f"{site_path}*": {"Content-Security-Policy": _for_header(everywhere), **FOR_ALL}
    }
    for path in sorted(site.glob("*/_static/*")):
        if HASHED.search(path.name):
            address = f"{site_path}{path.relative_to(site).as_posix()}"
            rules[f"{address}/*" if path.is_dir() else address] = FOR_EVER
    write_headers(site, rules)


def inline_hashes(text: str) -> dict[str, set[str]]:
    """Return the hashes of the scripts and the styles that stand inside a page."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for kind, attributes, content in INLINE.findall(text):
        if RUNS.match(attributes):
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            found[kind].add(f"'sha256-{digest}'")
    return found


def policy(hashes: dict[str, set[str]]) -> str:
    """Return the policy of a page with such scripts and styles inside."""
    return "; ".join(
        (
            "default-src 'none'",
            _sources("script-src", hashes["script"]),
            _sources("style-src", hashes["style"]),
            "style-src-attr 'unsafe-inline'",  # widths in the tables of the index
            "img-src 'self' data:",  # icons in the style sheet
            "connect-src 'self'",  # the search reads what it shows of a page
            "form-action 'self'",
            "base-uri 'none'",
        )
    )


def _for_header(hashes: dict[str, set[str]]) -> str:
    """Return the policy of all pages, with the one rule that only a header can carry."""
    return f"{policy(hashes)}; frame-ancestors 'none'"


def _sources(directive: str, hashes: Iterable[str]) -> str:
    return " ".join((directive, "'self'", *sorted(hashes)))
