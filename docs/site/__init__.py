"""The documents as a site: offline, searchable, in English and Chinese; ``python make.py docs``."""
