"""What archives and catalogues read of the project: made of CITATION.cff and pyproject.toml."""
