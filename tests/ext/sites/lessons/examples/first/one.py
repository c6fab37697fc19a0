r"""One: count
==========

How far can you count?

Counting matters.
"""

# lesson: minutes 4
# lesson: level beginner
# lesson: tags red

# %%
# Look
# ----
# A line is drawn.

# lesson: figure
import matplotlib.pyplot as plt

plt.plot([1, 2])  # what is drawn
plt.title('A "plain" line < 2')
plt.show()

# %%
# Turn
# ----
# What is one and one?
#
# One
#     ✗ That is ``1`` alone, and
#     there are two.
# Two
#     ✓ One for each.

print("the sum is", 1 + 1)

# %%
# Now a question that is none?

print("in sight")

# %%
# Remember
# --------
# - Two.

# %%
# Try it
# ------
# Add one more.

# lesson: solution
print("the solution is", 3)

# %%

# lesson: check
assert 1 + 1 == 2

# %%
# Next
# ----
# *Two: go on* goes on.
