"""The page ``coprod app``: compare, watch and open studies in a browser on this machine.

``choices`` is what a user has chosen, ``sliders`` what can be turned, ``form`` what there is to
choose from, ``tasks`` what a worker process does for the page, ``jobs`` how the server starts,
follows and stops it, ``library`` what is there to open, ``watching`` what the replicate to watch is
made of, ``stories`` what is told of it, ``uploads`` what comes in. None of these knows a widget.
``page`` and its parts show them; ``server`` serves them.
"""
