r"""Three: end
==========

The end of it. No question here.
"""

# lesson: minutes 9
# lesson: level advanced
# lesson: after one, two
# lesson: tags blue

# %%
# Done
# ----

print("done")
