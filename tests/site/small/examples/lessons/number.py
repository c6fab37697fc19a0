r"""
Print a number
==============

This lesson has one number.
"""

# %%
# The number
# ----------

import matplotlib.pyplot as plt

print(f"the number is {6 * 7}")
plt.title("One point at the height of the number")
plt.plot([1], [42], "o")
plt.show()
