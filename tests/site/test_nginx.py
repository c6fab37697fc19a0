"""The site as the nginx of the how-to page serves it."""

import gzip
import http.client
import re
import shutil
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.load import press
from tests.nginx import prepare, serve
from tests.site.pages import CODES

LESSON = "lessons/1_first_steps/plot_01_in_and_out.html"
DIGEST = re.compile(r"[?](v|digest)=|-[0-9a-f]{12}(\.\w+)?(/|$)")
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def port(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx that serves the built site."""
    with serve(site, tmp_path_factory.mktemp("nginx")) as port:
        yield port


class Answer(NamedTuple):
    """A response that has been read to its end."""

    status: int
    headers: Message
    body: bytes


def ask(port: int, path: str, **headers: str) -> Answer:
    """Get what is at a path, with headers whose names have _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=names)
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_asked_for_again_and_sent_once(port: int, code: str) -> None:
    """A page is UTF-8, is not kept unasked, and is not sent twice while it is the same."""
    first = ask(port, f"/{code}/{LESSON}")
    assert first.status == 200
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    second = ask(port, f"/{code}/{LESSON}", If_None_Match=first.headers["ETag"])
    assert second.status == 304
    assert second.headers["Cache-Control"] == "no-cache"
    assert second.body == b""


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", [LESSON, "explorer.html"])
def test_what_is_named_by_its_content_is_kept(port: int, code: str, page: str) -> None:
    """Every address with a digest may be kept for ever, and no other may."""
    text = ask(port, f"/{code}/{page}").body.decode()
    folder = f"/{code}/{page}".rpartition("/")[0]
    found = set(re.findall(r'(?:href|src)="((?:\.\./)?_(?:static|images)/[^"#]+)"', text))
    kept = {it for it in found if DIGEST.search(it)}
    assert len(kept) >= 2
    assert found - kept
    for address in found:
        answer = ask(port, f"{folder}/{address}".replace("/lessons/..", ""))
        assert answer.status == 200, address
        wanted = FOR_EVER if address in kept else "no-cache"
        assert answer.headers["Cache-Control"] == wanted, address


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"es/{LESSON}", "text/html; charset=utf-8"),
        ("es/_static/style-*.css", "text/css; charset=utf-8"),
        ("es/_static/script-*.js", "javascript; charset=utf-8"),
        ("es/searchindex.js", "javascript; charset=utf-8"),
        ("es/_static/favicon.svg", "image/svg+xml"),
    ],
)
def test_text_is_compressed_where_that_helps(
    port: int, site: Path, path: str, kind: str
) -> None:
    """Text of more than 1000 bytes comes compressed to who takes it, and is the same."""
    (file,) = site.glob(path)
    path, content = file.relative_to(site).as_posix(), file.read_bytes()
    packed = ask(port, f"/{path}", Accept_Encoding="gzip")
    assert packed.headers["Content-Type"].endswith(kind)
    if len(content) > 1000:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.body) == content
    plain = ask(port, f"/{path}")
    assert plain.headers["Content-Encoding"] is None
    assert plain.body == content


def test_downloads_have_their_kind(port: int, site: Path) -> None:
    """A notebook and a script are served as what they are, the notebook compressed."""
    kinds = {"ipynb": "application/x-ipynb+json", "py": "text/x-python"}
    for ending, kind in kinds.items():
        path = next(site.glob(f"en/_downloads/**/plot_01_*.{ending}"))
        answer = ask(port, f"/{path.relative_to(site).as_posix()}", Accept_Encoding="gzip")
        assert answer.headers.get_content_type() == kind
        assert gzip.decompress(answer.body) == path.read_bytes()


def test_a_figure_is_compressed(port: int, site: Path) -> None:
    """A drawing is sent as what it is, in less than a third of its size."""
    path = site / "en" / "_images" / "sphx_glr_plot_01_in_and_out_001_drawn.svg"
    answer = ask(port, f"/{path.relative_to(site)}", Accept_Encoding="gzip")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert gzip.decompress(answer.body) == path.read_bytes()
    assert len(answer.body) < path.stat().st_size / 3


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("downloads/*.zip", "application/zip"), ("en/_images/*.webp", "image/webp")],
)
def test_what_is_packed_is_not_compressed_again(
    port: int, site: Path, pattern: str, kind: str
) -> None:
    """A bundle and a thumbnail are sent as they are."""
    path = next(site.glob(pattern))
    answer = ask(port, f"/{path.relative_to(site)}", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Content-Type"] == kind


def test_what_was_compressed_before_is_sent_as_it_is(site: Path, tmp_path: Path) -> None:
    """What the command of the page has made is sent to who takes it, with all headers."""
    copy = tmp_path / "site"
    lesson, picture = Path("es", LESSON), next(Path(site, "en").glob("_images/*.webp"))
    for path in (lesson, picture.relative_to(site)):
        (copy / path).parent.mkdir(parents=True)
        shutil.copyfile(site / path, copy / path)
    prepare(copy)
    assert [path.suffix for path in copy.rglob("*.gz")] == [".gz"]
    prepared = Path(copy, f"{lesson}.gz")
    prepared.write_bytes(gzip.compress(b"prepared"))
    with serve(copy, tmp_path) as port:
        packed = ask(port, f"/{lesson}", Accept_Encoding="gzip")
        plain = ask(port, f"/{lesson}")
    assert packed.body == prepared.read_bytes()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == "text/html; charset=utf-8"
    assert packed.headers["Cache-Control"] == "no-cache"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert plain.body == (site / lesson).read_bytes()


@pytest.mark.parametrize(
    "path", ["/nowhere.html", "/es/deep/down/nowhere", "/.git/config", "/_headers"]
)
def test_a_wrong_address_is_answered_in_both_languages(
    port: int, site: Path, path: str
) -> None:
    """The answer is 404, and its page is the site's own, with a way on per language."""
    answer = ask(port, path)
    assert answer.status == 404
    assert answer.body == (site / "404.html").read_bytes()
    for code in CODES:
        assert f'<p lang="{code}">' in answer.body.decode()


def test_a_wrong_address_is_not_kept(port: int) -> None:
    """Nothing that is not there is kept, however its address looks."""
    answer = ask(port, "/es/_static/nowhere.js?v=12345678")
    assert answer.status == 404
    assert answer.headers["Cache-Control"] is None


@pytest.mark.parametrize("path", ["/", f"/en/{LESSON}", "/nowhere", "/en/searchindex.js"])
def test_every_answer_has_the_headers_that_protect(port: int, path: str) -> None:
    """Kinds are not guessed, nothing frames the site, and no version is told."""
    headers = ask(port, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Server"] == "nginx"


def test_a_folder_is_its_first_page(port: int, site: Path) -> None:
    """`/es` leads to `/es/`, whatever the host is called, and that to its index."""
    answer = ask(port, "/es")
    assert (answer.status, answer.headers["Location"]) == (301, "/es/")
    assert ask(port, "/es/").body == (site / "es" / "index.html").read_bytes()


@pytest.mark.parametrize(
    "pattern",
    [f"es/{LESSON}", "en/_images/*_001_drawn.svg", "es/_static/style-*.css"],
)
def test_many_readers_at_once_get_all_they_ask_for(
    port: int, site: Path, pattern: str
) -> None:
    """No request of many connections fails."""
    path = next(site.glob(pattern)).relative_to(site)
    load = press(f"http://127.0.0.1:{port}/{path}", seconds=1)
    assert load.requests > 0
    assert load.failed == 0


def test_what_fails_under_load_is_counted(port: int) -> None:
    """An address that is wrong fails as often as it is asked for."""
    load = press(f"http://127.0.0.1:{port}/nowhere", seconds=1)
    assert load.failed == load.requests > 0
