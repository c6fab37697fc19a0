"""A state survives its address, and an address cannot do harm."""

from typing import Any

import pytest

from tests.explorer.modules import Modules
from tests.explorer.reference import random_values

DATA = {
    "post": random_values(0),
    "presets": {
        "post": {},
        "zeros": {"x": 0, "h_0": 0, "c_0": 0},
        "pulse": {"x": 0, "x.1": 2},
    },
}
IMPORTS = (
    "const [address, state] = await Promise.all("
    "['address', 'state'].map((name) => import(`${location.origin}/${name}.js`)));"
)


def _decode(modules: Modules, fragments: list[str]) -> list[Any]:
    found = modules.call(
        "address",
        "async (m, [fragments, data]) => {"
        + IMPORTS
        + "const kinds = state.kinds(data); return fragments.map((text) => {"
        " const read = address.decode(text, kinds);"
        " return read && {...read, entries: [...read.entries]}; }); }",
        [fragments, DATA],
    )
    assert isinstance(found, list)
    return found


def _round_trip(modules: Modules, count: int, *, all_numbers: bool) -> dict[str, Any]:
    found = modules.call(
        "address",
        "async (m, [count, all, data]) => {"
        + IMPORTS
        + """
        let seed = 7;
        const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
        const pick = (list) => list[Math.floor(random() * list.length)];
        const keys = state.addresses(data.post).map(([key]) => key);
        const kinds = state.kinds(data);
        let [wrong, longest] = [0, 0];
        for (let k = 0; k < count; k += 1) {
          let one = state.start(data, pick(Object.keys(data.presets)));
          one = state.move(one, {
            mode: pick(state.MODES), t: pick([1, 3, 5]), pin: pick(["none", "f.2", "h.0"]),
          });
          const few = [pick(keys), pick(keys)];
          const [changed, span, digits] = all ? [keys, 1.9, 4] : [few, 200, 6];
          for (const key of changed)
            one = state.edit(one, key, Number(((random() - 0.5) * span).toFixed(digits)));
          const text = address.encode(state.entries(one, data));
          const back = state.fromEntries(address.decode(text, kinds).entries, data);
          if (JSON.stringify(back) !== JSON.stringify(one)) wrong += 1;
          longest = Math.max(longest, text.length);
        }
        return { wrong, longest }; }""",
        [count, all_numbers, DATA],
    )
    assert isinstance(found, dict)
    return found


def test_ten_thousand_random_states_come_back_exactly(modules: Modules) -> None:
    """Preset, way, step, pin and a few numbers of six decimals."""
    assert _round_trip(modules, 10_000, all_numbers=False)["wrong"] == 0


def test_all_134_numbers_fit_in_one_address(modules: Modules) -> None:
    """Everything edited at four decimals stays within 2,200 characters."""
    found = _round_trip(modules, 20, all_numbers=True)
    assert found["wrong"] == 0
    assert found["longest"] <= 2200


def test_one_edit_makes_a_short_address(modules: Modules) -> None:
    """Only what differs from the preset is written."""
    text = modules.call(
        "address",
        "async (m, data) => {" + IMPORTS + "return address.encode("
        "state.entries(state.edit(state.start(data), 'W_hf.1.2', -0.25), data)); }",
        DATA,
    )
    assert text == "#v=1&W_hf.1.2=-0.25"


def test_a_fragment_of_the_page_is_left_alone(modules: Modules) -> None:
    """Without `v=` the fragment names a heading."""
    assert _decode(modules, ["", "#", "#the-equations", "#heading=v"]) == [None] * 4


@pytest.mark.parametrize(
    ("fragment", "ignored"),
    [
        ("#v=1&W_if.0.0=NaN", ["W_if.0.0"]),
        ("#v=1&x.1.0=1e400&t=6", ["x.1.0", "t"]),
        (
            "#v=1&__proto__=1&constructor=2&toString=3",
            ["__proto__", "constructor", "toString"],
        ),
        ("#v=1&x.0.0=1&x.6.0=1&W_if.3.0=1", ["x.0.0", "x.6.0", "W_if.3.0"]),
        ("#v=1&m=<img src=x onerror=alert(1)>", ["m"]),
        ("#v=1&x.1.0=100.5&x.1.1=0.1234567", ["x.1.0", "x.1.1"]),
        ("#v=1&p=constructor", ["p"]),
        ("#v=1&x.1.0=%E0%A4%A&pin=%", ["x.1.0", "pin"]),
        ("#v=1&x.1.0=\u0663", ["x.1.0"]),
        ("#v=1&c_0.0=0x10&h_0.0= 1", ["c_0.0", "h_0.0"]),
    ],
)
def test_what_is_not_allowed_is_ignored_by_name(
    modules: Modules, fragment: str, ignored: list[str]
) -> None:
    """Unknown keys and numbers out of grammar or bounds change nothing."""
    (found,) = _decode(modules, [fragment])
    assert found == {"entries": [], "ignored": ignored, "refused": None}


def test_the_last_of_duplicates_wins(modules: Modules) -> None:
    """As in a query string."""
    (found,) = _decode(modules, ["#v=1&t=2&t=4"])
    assert found["entries"] == [["t", 4]]


def test_another_version_and_a_huge_fragment_are_refused_whole(
    modules: Modules,
) -> None:
    """The page starts from its defaults and says why."""
    version, length = _decode(modules, ["#v=2&t=3", "#v=1&t=3&" + "x" * 1_000_000])
    assert (version["entries"], version["refused"]) == ([], "version")
    assert (length["entries"], length["refused"]) == ([], "length")


def test_two_hundred_hostile_fragments_throw_nothing(modules: Modules) -> None:
    """Whatever the pieces, in any order, the answer is entries within bounds."""
    pieces = [
        "NaN",
        "1e400",
        "__proto__",
        "<script>",
        "%",
        "%00",
        "&&",
        "==",
        "v=1",
        "x.1.0",
    ]
    pieces += [
        "\u0660",
        "-",
        "1" * 400,
        "t=2",
        "p=zeros",
        "pin=h.9",
        "[object Object]",
        "\u202e",
    ]
    fragments = [
        f"#v=1&{a}={b}&{c}"
        for k, a in enumerate(pieces)
        for b, c in zip(pieces[k:], reversed(pieces), strict=False)
    ]
    fragments += [f"#{a}v={b}" for a in pieces for b in pieces[:3]]
    assert len(fragments) >= 200
    for found in _decode(modules, fragments):
        for key, value in (found or {"entries": []})["entries"]:
            assert (key, value) in [("t", 2), ("p", "zeros"), ("x.1.0", value)]
