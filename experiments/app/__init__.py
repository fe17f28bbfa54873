"""The page ``coprod app``: compare, watch and open studies in a browser on this machine.

``choices`` is what a user has chosen, ``sliders`` what can be turned, ``tasks`` what a worker
process does for the page, ``jobs`` how the server starts, follows and stops it, ``library`` what
is there to open, ``watching`` what the replicate to watch is made of, ``uploads`` what comes in.
None of these knows a widget. ``page`` and its parts show them; ``server`` serves them.
"""
