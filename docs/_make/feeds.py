"""What programs read of the site: which pages there are, and what has changed."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt

from changelog import FEED, Release, read_releases
from page_list import FILE

from .places import Languages

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"


def add_feeds(languages: Languages, root: Path, build: Path) -> None:
    """Put the files into `build/site`; without its address, those that need none."""
    site = build / "site"
    pages = {
        code: json.loads((build / code / "html" / FILE).read_text(encoding="utf-8"))
        for code in languages.names
    }
    robots = "User-agent: *\nAllow: /\n"
    if languages.url:
        robots += f"Sitemap: {languages.url}sitemap.xml\n"
        for code, listed in pages.items():
            _write_xml(_sitemap(languages, code, listed), site / code / "sitemap.xml")
        _write_xml(_sitemap_index(languages), site / "sitemap.xml")
        if releases := read_releases(root / "CHANGELOG.md"):
            _write_xml(_feed(languages.url, releases), site / FEED)
    (site / "robots.txt").write_text(robots, encoding="utf-8")
    (site / "llms.txt").write_text(_llms(languages, pages), encoding="utf-8")
    (site / "CITATION.cff").write_bytes((root / "CITATION.cff").read_bytes())


def _sitemap(languages: Languages, code: str, pages: list[dict[str, str]]) -> ET.Element:
    """List the pages of a language, each with its twins in the others."""
    top = ET.Element(f"{{{SITEMAP}}}urlset")
    for page in pages:
        url = ET.SubElement(top, f"{{{SITEMAP}}}url")
        where = {each: f"{languages.url}{each}/{page['page']}" for each in languages.names}
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = where[code]
        default = next(iter(where.values()))
        for language, href in (*where.items(), ("x-default", default)):
            link = {"rel": "alternate", "hreflang": language, "href": href}
            ET.SubElement(url, f"{{{XHTML}}}link", link)
    return top


def _sitemap_index(languages: Languages) -> ET.Element:
    top = ET.Element(f"{{{SITEMAP}}}sitemapindex")
    for code in languages.names:
        one = ET.SubElement(top, f"{{{SITEMAP}}}sitemap")
        ET.SubElement(one, f"{{{SITEMAP}}}loc").text = f"{languages.url}{code}/sitemap.xml"
    return top


def _feed(url: str, releases: list[Release]) -> ET.Element:
    """Make a feed of what has been released; its only dates are those of the changelog."""
    top = ET.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": "en"})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        element.text = text or None
        return element

    add(top, "id", url)
    add(top, "title", "lstm-demo")
    add(top, "updated", f"{max(each.day for each in releases)}T00:00:00Z")
    add(add(top, "author"), "name", "the lstm-demo authors")
    add(top, "link", rel="self", href=urljoin(url, FEED))
    add(top, "link", rel="alternate", href=url)
    for release in releases:
        entry = add(top, "entry")
        add(entry, "id", f"{url}{FEED}#{release.version}")
        add(entry, "title", f"lstm-demo {release.version}")
        add(entry, "updated", f"{release.day}T00:00:00Z")
        add(entry, "link", rel="alternate", href=url)
        add(entry, "content", MarkdownIt().render(release.changes), type="html")
    return top


def _write_xml(top: ET.Element, path: Path) -> None:
    for prefix, name in (("", top.tag[1:].partition("}")[0]), ("xhtml", XHTML)):
        ET.register_namespace(prefix, name)
    ET.indent(top)
    ET.ElementTree(top).write(path, encoding="utf-8", xml_declaration=True)


def _llms(languages: Languages, pages: dict[str, list[dict[str, Any]]]) -> str:
    """List every page with what it is about, in Markdown, as llmstxt.org asks for."""
    home = pages.get(languages.source, next(iter(pages.values())))[0]
    lines = ["# lstm-demo", "", f"> {home['description']}"]
    for code, name in languages.names.items():
        lines += ["", f"## {name}", ""]
        for page in pages[code]:
            link = f"[{page['title']}]({languages.url}{code}/{page['page']})"
            lines.append(f"- {link}: {page['description']}")
    return "\n".join(lines) + "\n"
