"""Make the site: `python -m docs._make build`, `catalogs`, `host` or `live LANGUAGE`."""

import argparse
import subprocess
import sys
from pathlib import Path

from .build import BuildError, build_site, sphinx_command, sphinx_environment
from .host import HostError, host_site
from .places import DOCS, ROOT, read_languages, read_version
from .source import lay_out


def main() -> None:
    """Run the command that the arguments name."""
    try:
        languages = read_languages()
    except ValueError as error:
        sys.exit(f"error: {error}")
    parser = argparse.ArgumentParser(prog="python -m docs._make", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="build every language into site/")
    commands.add_parser("catalogs", help="update the message catalogs, running no code")
    host = commands.add_parser("host", help="put site/ at latest/ in a folder of versions")
    host.add_argument("folder", type=Path)
    host.add_argument(
        "--release", action="store_true", help="keep it at the address of its version too"
    )
    live = commands.add_parser("live", help="rebuild one language while you write")
    live.add_argument("language", choices=list(languages.names))
    live.add_argument("--lay-out-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.command == "build":
        try:
            build_site(languages)
        except BuildError as error:
            sys.exit(f"error: {error}")
        print(
            f"Look at {ROOT / 'site' / 'index.html'}, or serve it: python -m nox -s serve"
        )
    elif arguments.command == "catalogs":
        from .catalogs import update_catalogs  # imports torch, which no other command needs

        update_catalogs(languages)
    elif arguments.command == "host":
        release = read_version() if arguments.release else None
        try:
            host_site(languages, ROOT / "site", arguments.folder, release=release)
        except HostError as error:
            sys.exit(f"error: {error}")
    else:
        _live(arguments.language, lay_out_only=arguments.lay_out_only)


def _live(language: str, *, lay_out_only: bool) -> None:
    """Serve one language and rebuild it whenever something is saved."""
    folder = ROOT / "build" / f"live-{language}"
    lay_out(DOCS, folder / "source", language)
    if lay_out_only:
        return
    watched = (DOCS, ROOT / "examples", ROOT / "lstm_demo")
    _, _, _, *sphinx = sphinx_command("html", language, DOCS, folder, folder / "html")
    again = f"{sys.executable} -m docs._make live {language} --lay-out-only"
    subprocess.run(
        [
            *(sys.executable, "-m", "sphinx_autobuild", "--host", "127.0.0.1"),
            *("--pre-build", again),
            *(part for path in watched for part in ("--watch", str(path))),
            *(part for part in sphinx if part != "--fail-on-warning"),
        ],
        cwd=ROOT,
        env=sphinx_environment(language, ROOT / "build"),
        check=True,
    )


main()
