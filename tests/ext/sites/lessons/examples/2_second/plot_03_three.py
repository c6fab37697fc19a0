r"""Three: end
==========

The end of it. No question here.
"""

# lesson: minutes 9
# lesson: level advanced
# lesson: after plot_01_one, plot_02_two
# lesson: tags blue

# %%
# Done
# ----

print("done")
