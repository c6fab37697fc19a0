"""Make the site: `python -m docs._make build`; `--help` lists the other commands."""

import argparse
import sys

from . import BuildError
from .build import build_site, run_sphinx
from .places import DOCS, ROOT, Languages, read_languages
from .serve import serve_site


def main() -> None:
    """Run the command that the arguments name."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # typed as any stream
    try:
        _run(read_languages())
    except (BuildError, ValueError) as error:
        sys.exit(f"error: {error}")


def _run(languages: Languages) -> None:
    parser = argparse.ArgumentParser(prog="python -m docs._make", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="build every language into site/")
    commands.add_parser("catalogs", help="update the message catalogs, running no code")
    commands.add_parser("linkcheck", help="look whether links to other sites lead there")
    live = commands.add_parser("live", help="rebuild one language while you write")
    live.add_argument("language", choices=list(languages.names))
    serve = commands.add_parser("serve", help="serve the built site")
    for command in (live, serve):
        command.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    if arguments.command == "build":
        build_site(languages)
        first = ROOT / "site" / "index.html"
        print(f"Look at {first}, or serve it: python -m nox -s serve")
    elif arguments.command == "serve":
        serve_site(ROOT / "site", arguments.port)
    elif arguments.command == "catalogs":
        from .catalogs import update_catalogs  # these import Sphinx, which takes a second

        update_catalogs(languages)
    elif arguments.command == "linkcheck":
        run_sphinx("linkcheck", languages.source, DOCS, ROOT / "build" / "linkcheck")
    else:
        from .live import serve_live

        serve_live(arguments.language, arguments.port)


main()
