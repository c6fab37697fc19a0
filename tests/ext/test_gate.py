"""Two scripts are the same program, or they are not."""

import pytest

from gallery_locale.gate import DifferentProgramError, check_same_program

SOURCE = '''\
"""A title."""
# %%
# Words.

x = [1, 2]  # words
print("words", f"{x[0]} of {x[1]:.2f}", sep="")
ax.plot(x, label="words" if x else "others", color="red")


class C:
    """Words."""

    async def f(self):
        """Words."""
        # sphinx_gallery_thumbnail_number = 2
        return "result"
'''


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A title.", "Un título."),
        ("# Words.", "# Palabras,\n# más palabras."),
        ("# words", "# palabras"),
        ('"words", f', '"palabras", f'),
        ("{x[0]} of {x[1]:.2f}", "{x[1]:.2f} después de {x[0]}"),
        ('"words" if x else "others"', '"unas" if x else "otras"'),
        ('    """Words."""', '    """Palabras."""'),
    ],
)
def test_what_people_read_may_differ(before: str, after: str) -> None:
    """Docstrings, comments, and the words of shown strings are not the program."""
    assert before in SOURCE
    check_same_program(SOURCE, SOURCE.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("[1, 2]", "[1, 3]", "its code differs"),
        ('sep=""', 'sep=" "', "its code differs"),
        ('"red"', '"rojo"', "its code differs"),
        ('"result"', '"resultado"', "its code differs"),
        ('"words", f', '"words", 1, f', "its code differs"),
        ('"words", f', 'f"words {x}", f', "its code differs"),
        ("{x[0]} of", "of", "its code differs"),
        ("{x[1]:.2f}", "{x[1]:.3f}", "its code differs"),
        ("{x[1]:.2f}", "{x[1]!r:.2f}", "its code differs"),
        ("if x else", "if not x else", "its code differs"),
        ("# words", "# words  # noqa", "its comments instruct a tool"),
        ("# words", "# type: ignore", "its comments instruct a tool"),
        ("# Words.", "# %%\n# Words.", "its comments instruct a tool"),
        ("_number = 2", "_number = 3", "its comments instruct a tool"),
        (
            '"""A title."""',
            '"""A title.\n# sphinx_gallery_x = 1\n"""',
            "instruct a tool",
        ),
        ('"""A title."""', '"""A title."""  # coding: latin-1', "instruct a tool"),
        ("# words", "# words\f", "holds a control character"),
        ("# words", "# words\r", "holds a control character"),
        ("# words", "# words\0", "holds a control character"),
        ("# words", "\nwords words", "it does not parse"),
    ],
)
def test_the_program_must_not_differ(before: str, after: str, reason: str) -> None:
    """Any other difference is refused, and the reason is named."""
    assert before in SOURCE
    with pytest.raises(DifferentProgramError, match=reason):
        check_same_program(SOURCE, SOURCE.replace(before, after))


@pytest.mark.parametrize("field", ["{f()}", "{(y := 1)}", "{next(x)}"])
def test_fields_that_act_keep_their_order(field: str) -> None:
    """Fields may change places only where the order in which they run cannot matter."""
    source, other = f'print(f"{field} of {{x}}")', f'print(f"{{x}}, {field}")'
    with pytest.raises(DifferentProgramError, match="its code differs"):
        check_same_program(source, other)


def test_a_string_within_a_field_is_code() -> None:
    """What a field holds is compared to the letter, even where it would be shown."""
    source = "print(f\"words {f(label='words')}\")"
    with pytest.raises(DifferentProgramError, match="its code differs"):
        check_same_program(source, source.replace("='words'", "='palabras'"))
