"""Add a Content-Security-Policy to every page: only the site's own files load and run.

The policy is a tag in the page, since not every host lets a site set headers. A script or a
style inside a page runs only if its hash is in the policy, and only those that are named
here may be: any other stops the build.
"""

import base64
import hashlib
import re
from pathlib import Path

from . import BuildError

# The hashes of the scripts and styles that may stand inside a page.
INLINE = {
    # docs/_templates/layout.html: theme, font preloads, hidden answers
    "sha256-4T3pAfvnRvfh3vfTUGmqy0GzfCC7bqOIH6JaFAEvGWc=",
    # docs/_root/index.html: on to the language of the browser
    "sha256-cAEV79ZqCIuMWv/P+/xZhIervDfAN9iZBjGo1pI/EJ4=",
    # docs/_root/_page.html: the style of pages above the languages
    "sha256-vaHqBemwrT6ZK1WnDBoHQbgkFxUbkG4kZ9ALWvfsTQ4=",
    # pydata-sphinx-theme, search.html: puts the cursor into the field
    "sha256-mNyD6WQ4vKGmtbf2Mk6RMjMo7k6Ib4wzc6b1fvYgVHE=",
}
ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
OPENING = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
RUNS = re.compile(r'^(?!.*\ssrc=)(?!.*\stype="application/json")', re.DOTALL)
META = re.compile(r"<meta\b[^>]*http-equiv[^>]*", re.IGNORECASE)
# To another page of the site: the address has neither a scheme nor a host.
REDIRECT = re.compile(r'<meta http-equiv="refresh" content="0; ?url=[\w.][\w./#-]*" ?/?')
CHARSET = re.compile(r"<meta charset=[^>]*>")
DIRECTIVES = (
    "default-src 'none'",
    "script-src {script}",
    "style-src {style}",
    "style-src-attr 'unsafe-inline'",  # widths in the tables of the index
    "font-src 'self'",
    "img-src 'self' data:",  # icons in the style sheet
    "connect-src 'self'",  # the search reads what it shows of a page
    "form-action 'self'",
    "base-uri 'none'",
)


class Policy:
    """The policy of each page, and of all together."""

    def __init__(self) -> None:
        """Begin with no page."""
        self._all: dict[str, set[str]] = {"script": set(), "style": set()}

    def add(self, page: Path, text: str) -> str:
        """Return a page with its policy in it.

        Raises:
            BuildError: the page holds a script, a style or a redirect that is none of ours.
        """
        elements = list(ELEMENT.finditer(text))
        if len(elements) != len(OPENING.findall(text)):
            raise BuildError(f"{page} holds a script or a style that does not end")
        hashes: dict[str, set[str]] = {"script": set(), "style": set()}
        for element in elements:
            kind, attributes, content = element.groups()
            if RUNS.match(attributes):
                digest = base64.b64encode(hashlib.sha256(content.encode()).digest())
                name = f"sha256-{digest.decode()}"
                if name not in INLINE:
                    raise BuildError(
                        f"{page} holds a {kind} that is not named in docs/_make/csp.py: "
                        f"{' '.join(content.split())[:60]!r}; if it is ours, name {name}"
                    )
                hashes[kind.lower()].add(name)
                self._all[kind.lower()].add(name)
        for meta in META.findall(text):
            if not REDIRECT.fullmatch(meta):
                raise BuildError(f"{page} holds {meta}, which is none of ours")
        tag = f'<meta http-equiv="Content-Security-Policy" content="{_policy(hashes)}">'
        text, count = CHARSET.subn(rf"\g<0>{tag}", text, count=1)
        if count != 1:
            raise BuildError(f"{page} has no <meta charset> that a policy could follow")
        return text

    def header(self) -> str:
        """Return the policy of all pages, with the rule that only a header can carry."""
        return f"{_policy(self._all)}; frame-ancestors 'none'"


def _policy(hashes: dict[str, set[str]]) -> str:
    """Return the policy of a page with such scripts and styles inside."""
    sources = {
        kind: " ".join(("'self'", *(f"'{name}'" for name in sorted(names))))
        for kind, names in hashes.items()
    }
    return "; ".join(DIRECTIVES).format(**sources)
