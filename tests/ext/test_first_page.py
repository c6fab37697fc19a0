"""The picture of the first page cannot say what is not so."""

import pytest

from docs._ext.first_page import run

LINES = [
    "import torch",
    "lstm = torch.nn.LSTM(4, 3)",
    "x = torch.randn(5, 2, 4)",
    "output, (h_n, c_n) = lstm(x)",
    "print(h_n.shape)",
]


def test_the_lines_are_run() -> None:
    """What they print is kept beside them, with the parts that they speak of."""
    lines, shapes = run(LINES)
    assert lines[-1] == ("print(h_n.shape)", "torch.Size([1, 2, 3])", "h_n")
    assert [line.parts for line in lines] == ["", "", "x", "h_0 c_0", "h_n"]
    states = dict.fromkeys(("h_n", "c_n", "h_0", "c_0"), (1, 2, 3))
    assert shapes == {"x": (5, 2, 4), "output": (5, 2, 3), **states}


@pytest.mark.parametrize(
    ("line", "by", "claim"),
    [
        (1, "lstm = torch.nn.LSTM(4, 3, bidirectional=True)", "h_n is the last of output"),
        (1, "lstm = torch.nn.LSTM(4, 3, batch_first=True)", "h_n is the last of output"),
        (3, "output, (h_n, c_n) = lstm(x, (torch.ones(1, 2, 3),) * 2)", "are zeros"),
        (3, "output, (h_n, c_n) = lstm(x[:2])", "one h a step"),
    ],
)
def test_a_picture_that_would_be_wrong_is_refused(line: int, by: str, claim: str) -> None:
    """Other lines need another drawing."""
    changed = [*LINES[:line], by, *LINES[line + 1 :]]
    with pytest.raises(ValueError, match=claim):
        run(changed)
