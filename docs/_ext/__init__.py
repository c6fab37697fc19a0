"""The extensions of the site, each one concern; conf.py names them in their order."""
