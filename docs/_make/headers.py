"""The file `_headers`, from which some hosts take what they say with every answer."""

from pathlib import Path

NAME = "_headers"


def write_headers(site: Path, rules: dict[str, dict[str, str]]) -> None:
    """Write the headers of each address; one that ends in `*` stands for all below."""
    lines = []
    for address, headers in rules.items():
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    (site / NAME).write_text("\n".join((*lines, "")), "utf-8")


def read_headers(site: Path, address: str) -> dict[str, str]:
    """Return the headers that a host would send with an address of the site."""
    path, rule = site / NAME, ""
    headers: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if not line.startswith(" "):
            rule = line
        elif rule == address or (rule[-1] == "*" and address.startswith(rule[:-1])):
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return headers
