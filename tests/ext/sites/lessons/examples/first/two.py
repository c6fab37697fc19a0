r"""Two: go on
==========

What comes after one?
"""

# lesson: after one
# lesson: tags red, blue

# %%
# Ask
# ---
# And what comes after two?
#
# Three
#     ✓ It does.
# Four
#     ✗ Not yet.

from lstm_demo import run_batched

print(f"after {1 + 1}:", run_batched.__name__)
