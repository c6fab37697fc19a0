"""The calculator's shapes, parameters, refusals and programs are those of real modules."""

import math
import random
import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Page
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from docs.explorer.messages import known
from lstm_demo import Options as ModuleOptions
from lstm_demo import shapes_of
from tests.explorer.screen import Call, Visit, assert_accessible, follow, status

Options = dict[str, Any]
MODULE: Options = {
    **{"input_size": 4, "hidden_size": 3, "num_layers": 1, "bias": True, "dropout": 0},
    **{"batch_first": False, "bidirectional": False, "proj_size": 0},
}
DEFAULTS = MODULE | {"form": "batched", "length": 5, "batch": 2, "lengths": [5, 3]}
CHOICES: dict[str, Any] = {
    **dict.fromkeys(("input_size", "length", "batch"), range(1, 9)),
    **dict.fromkeys(("bias", "batch_first", "bidirectional"), (False, True)),
    "hidden_size": range(3, 9),
    "num_layers": (1, 2, 3),
    "proj_size": (0, 2),
    "form": ("batched", "unbatched", "packed"),
    "lengths": ([5, 2], [3, 9, 4], [6], [1, 4, 2, 7]),
}


def shapes(options: Options) -> dict[str, dict[str, list[int]]]:
    """What goes into and comes out of a call of such a module, and its parameters."""
    lstm = nn.LSTM(**{name: options[name] for name in MODULE})
    lengths, packed = options["lengths"], options["form"] == "packed"
    axes = [max(lengths), len(lengths)] if packed else [options["length"], options["batch"]]
    if options["form"] == "unbatched":
        del axes[1]
    x: Any = torch.zeros(*(axes[::-1] if lstm.batch_first else axes), lstm.input_size)
    if packed:
        x = pack_padded_sequence(x, lengths, lstm.batch_first, enforce_sorted=False)
    output, (h_n, c_n) = lstm(x)
    if packed:
        x, output = x.data, output.data
    tensors = {"input": x, "h_0": h_n, "c_0": c_n, "output": output, "h_n": h_n, "c_n": c_n}
    named = {"tensors": tensors, "parameters": dict(lstm.named_parameters())}
    return {
        table: {name: [*tensor.shape] for name, tensor in rows.items()}
        for table, rows in named.items()
    }


def axes(options: Options) -> list[list[str]]:
    """The names that `lstm_demo` has for the axes of the same tensors, in their order."""
    module = ModuleOptions(**{name: options[name] for name in ModuleOptions._fields})
    if options["form"] == "packed":
        named = shapes_of(module, lengths=options["lengths"])
    elif options["form"] == "unbatched":
        named = shapes_of(module, options["length"])
    else:
        named = shapes_of(module, options["length"], options["batch"])
    return [[*shape.axes] for shape in named.every() if shape.name != "batch_sizes"]


def test_shapes_and_programs_are_the_modules_own(call: Call) -> None:
    """Of 400 random calls: tensors, parameters by name and order, their count, the code.

    The axes have the names that `lstm_demo` gives them.
    """
    rng = random.Random(4)  # noqa: S311 - options to try
    drawn = [
        DEFAULTS | {name: rng.choice(choices) for name, choices in CHOICES.items()}
        for _ in range(400)
    ]
    script = """(m, list) => list.map((it) => [m.refusal(it), m.tensors(it),
      m.parameters(it), m.count(m.parameters(it)), m.toPython(it)])"""
    for options, answer in zip(drawn, call("shapes", script, drawn), strict=True):
        refusal, tensors, parameters, count, program = answer
        assert refusal is None
        wanted = shapes(options)
        assert {it["name"]: it["sizes"] for it in tensors} == wanted["tensors"], options
        listed = [(it["name"], it["sizes"]) for it in parameters]
        assert listed == [*wanted["parameters"].items()], options
        assert count == sum(math.prod(sizes) for _, sizes in listed)
        assert [it["axes"] for it in tensors + parameters] == axes(options), options
        printed: list[list[int]] = []
        names = {"print": lambda *shapes, to=printed: to.extend([*it] for it in shapes)}
        exec(program, names)  # noqa: S102 - our own program
        assert printed == [it["sizes"] for it in tensors[3:]], program


ILLEGAL = [
    *({"input_size": wrong} for wrong in (0, -4, 2.5)),
    *({"hidden_size": wrong} for wrong in (0, -3, 3.5)),
    *({"num_layers": wrong} for wrong in (0, -1)),
    *({"dropout": wrong} for wrong in (1.5, -0.1)),
    *({"proj_size": wrong} for wrong in (3, 7, -1)),
    *({"length": 0} | more for more in ({}, {"form": "unbatched"}, {"batch_first": True})),
    *({"form": "packed", "lengths": wrong} for wrong in ([5, 0], [0, 4], [-2, 3])),
    # Of two faults torch names the one that it looks for first.
    {"input_size": 0, "hidden_size": 0},
    {"dropout": 2, "hidden_size": 0},
    {"num_layers": 0, "proj_size": 9},
    {"proj_size": 3, "input_size": 0},
]


@pytest.mark.parametrize("change", ILLEGAL, ids=str)
def test_what_torch_refuses_is_refused_in_its_words(call: Call, change: Options) -> None:
    """One after the other, in the order in which torch looks."""
    with pytest.raises((ValueError, TypeError, RuntimeError)) as raised:
        shapes(DEFAULTS | change)
    refused = call("shapes", "(m, options) => m.refusal(options)", DEFAULTS | change)
    said = call("errors", "(m, args) => m.wording(...args)", [refused, known()])
    assert said == str(raised.value)


def test_what_torch_lets_pass_is_warned_of(call: Call) -> None:
    """Each warning where it belongs, and none on an ordinary call."""
    warned = [
        ({}, []),
        ({"dropout": 0.5}, ["dropout-one-layer"]),
        ({"dropout": 0.5, "num_layers": 2}, []),
        ({"batch_first": True, "form": "unbatched"}, ["batch-first-ignored"]),
        ({"batch_first": True, "form": "packed"}, ["batch-first-ignored"]),
        ({"batch_first": True}, []),
        ({"length": 1, "batch": 5}, ["length-one"]),
        ({"length": 4, "batch": 4}, ["length-equals-batch"]),
        ({"bidirectional": True}, ["reverse-and-padding"]),
        ({"bidirectional": True, "form": "packed"}, []),
    ]
    given, wanted = zip(*((DEFAULTS | change, it) for change, it in warned), strict=True)
    assert call("shapes", "(m, all) => all.map(m.warnings)", given) == [*wanted]


def check(page: Page, **change: object) -> None:
    """The tables, the count and the formula of the page are those of the module.

    Every axis of a parameter has its word.
    """
    wanted = shapes(DEFAULTS | change)
    for table in wanted:
        rows = page.locator(f"#xp-{table} tbody tr").evaluate_all(
            "rows => rows.map((row) => [0, 1, 2].map((k) => row.cells[k].textContent))"
        )
        found = {
            name: [int(size) for size in re.findall(r"\d+", it)] for name, it, _ in rows
        }
        assert found == wanted[table]
    for name, _, words in rows:
        said = [word for word in words.split(", ") if word]
        assert len(said) == len(wanted["parameters"][name]), (name, words)
    count = sum(map(math.prod, wanted["parameters"].values()))
    assert page.locator("#xp-total").inner_text() == str(count)
    formula = page.locator("#xp-formula").inner_text()
    assert eval(formula.replace("·", "*")) == count  # noqa: S307 - digits and signs


ADDRESSES: dict[str, Options] = {
    "num_layers=2&bidirectional=1": {"num_layers": 2, "bidirectional": True},
    "proj_size=2&batch_first=1": {"proj_size": 2, "batch_first": True},
    "form=unbatched&bias=0": {"form": "unbatched", "bias": False},
    "form=packed&lengths=6,2,4": {"form": "packed", "lengths": [6, 2, 4]},
    "hidden_size=8192&num_layers=24": {"hidden_size": 8192, "num_layers": 24},
}


def test_an_address_sets_the_calculator(visit: Visit) -> None:
    """All is the module's own, at first as the HTML said; a refusal is told."""
    page = visit("es/calculator.html")
    answer = "document.getElementById('xp-answer').textContent.replace(/\\s/g, '')"
    printed = page.evaluate(answer)
    check(page)
    for fragment, change in ADDRESSES.items():
        follow(page, f"v=1&{fragment}")
        with torch.device("meta"):  # the last would take gigabytes
            check(page, **change)
    follow(page, "v=1")
    assert page.evaluate(answer) == printed
    page.get_by_label("proj_size").fill("3")
    page.get_by_label("proj_size").press("Enter")
    told = "PyTorch lo rechaza: proj_size has to be smaller than hidden_size"
    assert status(page) == told
    assert not page.locator("#xp-tensors").is_visible()
    assert_accessible(page)
    size = page.get_by_label("hidden_size")
    for typed, said in (("diez", "«diez»"), ("70000", "65536")):
        size.fill(typed)
        size.press("Enter")
        assert said in status(page)
        assert said in page.locator("p:has(> #xp-hidden_size) + .xp-refused").inner_text()
    assert size.input_value() == "3"


def test_choices_change_the_answer_and_the_address(visit: Visit) -> None:
    """Typed, ticked, chosen; and the link says it all."""
    page = visit("en/calculator.html")
    page.get_by_label("hidden_size").fill("6")
    page.get_by_label("bidirectional").check()
    page.get_by_label("packed, of different lengths").check()
    page.get_by_label("lengths", exact=True).fill("7, 3, 4")
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_text("The link is in the clipboard.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#v=1&hidden_size=6&bidirectional=1&form=packed&lengths=7,3,4")
    check(page, hidden_size=6, bidirectional=True, form="packed", lengths=[7, 3, 4])
    page.get_by_role("button", name="Start again").click()
    check(page)
