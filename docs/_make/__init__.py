"""Make the site: every language side by side, published only when all of it is good."""
