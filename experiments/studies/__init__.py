"""Each study: what it runs, what it tables, and what it tells."""
