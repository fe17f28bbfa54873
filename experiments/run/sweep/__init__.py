"""Sweeps: many cells, each with its replicates, on any of Hydra's launchers.

::

    axes      what is varied, from ``name=values``          points    paired columns, CSV or inline
    designs   points spread over intervals                  plan      every cell, validated
    job       one Hydra job: one cell, all its replicates   plugins   our sweeper and launcher
    looks     stop when precise enough                      manifest  what was asked, by cell
    forecast  what a sweep would take                       watch     progress from the store
    table     what came of each cell                        start     into Hydra and out again
    whole     from axes to the table of cells

A job is one cell because composing a configuration costs more than a run. All cells are validated
before the first is run: one composition for each combination of configuration files, then edits of
plain values that pydantic checks.
"""
