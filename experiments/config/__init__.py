"""From names and overrides to the parameters of a cell."""
