"""A community of one's own: its tables read, checked, written and made into what the model takes.

Tables are CSV, Excel or GraphML files in one folder; see docs/own_community.md.
"""
