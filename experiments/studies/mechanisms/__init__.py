"""Which mechanism does what: combinations of mechanisms and of acts, switched off in a hub."""
