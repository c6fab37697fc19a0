"""The scan in blocks is the recurrence step by step."""

import pytest
import torch

from lstm_demo.gates.scan import NARROW, scan


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("features", [3, NARROW])
def test_every_length_gives_the_recurrence(features, reverse):
    """With and without blocks, and with a rest that no block holds."""
    generator = torch.Generator().manual_seed(5)
    for length in range(1, 60):
        f, start, first = (
            torch.rand(*shape, 2, features, generator=generator, dtype=torch.float64)
            for shape in ((length,), (length,), ())
        )
        c, expected, c_t = start.clone(), [], first
        for t in reversed(range(length)) if reverse else range(length):
            c_t = f[t] * c_t + start[t]
            expected.append(c_t)
        scan(f, c, first, reverse=reverse)
        expected = torch.stack(expected[::-1] if reverse else expected)
        torch.testing.assert_close(c, expected, rtol=0, atol=1e-12)
