"""The headline: arms compared over all that was not known, crossed (docs/version3.md)."""
