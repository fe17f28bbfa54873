"""Words: catalogues of messages, one file a language, and what sets text for a terminal."""
