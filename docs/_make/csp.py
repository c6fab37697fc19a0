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

# The hashes of the scripts that may stand inside a page.
SCRIPTS = (
    # docs/_templates/layout.html: theme, font preloads, hidden answers
    "'sha256-4T3pAfvnRvfh3vfTUGmqy0GzfCC7bqOIH6JaFAEvGWc='",
    # docs/_root/index.html: on to the language of the browser
    "'sha256-cAEV79ZqCIuMWv/P+/xZhIervDfAN9iZBjGo1pI/EJ4='",
    # pydata-sphinx-theme, search.html: puts the cursor into the field
    "'sha256-mNyD6WQ4vKGmtbf2Mk6RMjMo7k6Ib4wzc6b1fvYgVHE='",
)
# The hash of the one style: docs/_root/_page.html, of pages above the languages.
STYLE = "'sha256-vaHqBemwrT6ZK1WnDBoHQbgkFxUbkG4kZ9ALWvfsTQ4='"
DIRECTIVES = (
    "default-src 'none'",
    f"script-src 'self' {' '.join(SCRIPTS)}",
    f"style-src 'self' {STYLE}",
    "style-src-attr 'unsafe-inline'",  # widths in the tables of the index
    "font-src 'self'",
    "img-src 'self' data:",  # icons in the style sheet
    "connect-src 'self'",  # the search reads what it shows of a page
    "form-action 'self'",
    "base-uri 'none'",
)
# As a header, which alone can carry the last rule.
POLICY = "; ".join((*DIRECTIVES, "frame-ancestors 'none'"))
TAG = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(DIRECTIVES)}">'
ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
OPENING = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
RUNS = re.compile(r'^(?!.*\ssrc=)(?!.*\stype="application/json")', re.DOTALL)
META = re.compile(r"<meta\b[^>]*http-equiv[^>]*", re.IGNORECASE)
CHARSET = re.compile(r"<meta charset=[^>]*>")


def add_policy(page: Path, text: str) -> str:
    """Return a page with the policy in it.

    Raises:
        BuildError: the page holds a script, a style or a redirect that is none of ours.
    """
    elements = ELEMENT.findall(text)
    if len(elements) != len(OPENING.findall(text)):
        raise BuildError(f"{page} holds a script or a style that does not end")
    for kind, attributes, content in elements:
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest())
        name = f"'sha256-{digest.decode()}'"
        if RUNS.match(attributes) and name not in (*SCRIPTS, STYLE):
            raise BuildError(
                f"{page} holds a {kind} that is not named in docs/_make/csp.py: "
                f"{' '.join(content.split())[:60]!r}; if it is ours, name {name}"
            )
    for meta in META.findall(text):
        raise BuildError(f"{page} holds {meta}, which is none of ours")
    text, count = CHARSET.subn(rf"\g<0>{TAG}", text, count=1)
    if count != 1:
        raise BuildError(f"{page} has no <meta charset> that a policy could follow")
    return text
