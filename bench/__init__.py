"""How fast the package is, measured beside the other ways to the same numbers."""
