"""Results on disk. A study is a folder of cells; a cell is one configuration with its replicates.

::

    results/STUDY/study.json                                cells, arms, what differs
    results/STUDY/inputs/TABLE-CHECKSUM.csv                 a community's own tables, if any
    results/STUDY/cells/HASH/manifest.json                  what determines the cell's numbers
    results/STUDY/cells/HASH/runs-00000-00024.parquet       one row a replicate, failed ones too
    results/STUDY/cells/HASH/projects-00000-00024.parquet   one row an opportunity
    results/STUDY/cells/HASH/history-00000-00024.parquet    one row a week; breakdown is from here
    results/STUDY/cells/HASH/weekly-00000-00024.parquet     one row a week; kept per run or not
    results/STUDY/cells/HASH/quantiles-00000-00099.parquet  over all runs, where not kept per run
    results/STUDY/cells/HASH/chunk-00000-00024.json         checksums; who wrote what, and when

HASH is of the effective parameters, the seed, input files and the model's version; not of the
number of replicates. A chunk has a fixed range of replicate numbers and may hold part of them; it
counts only when its JSON, written last, carries the checksums of its tables: what is half
written, damaged or from elsewhere is run again. Tables hold no time and no machine, so the same
configuration gives the same bytes alone, in parallel, resumed or extended.

Weekly measures are kept per ``runs`` (the default: paired differences and extending need them),
as ``quantiles`` (small; an extension runs the earlier replicates again, since a quantile of some
runs can't be extended to more), or not (``none``).

Every table has the columns ``cell`` and ``replicate``. Reading it takes one line::

    duckdb.sql("select * from 'results/headline/cells/*/projects-*.parquet'")
    pandas.read_parquet(glob.glob("results/headline/cells/*/projects-*.parquet"))

and joined ``using (cell)`` it is known to which arm and parameters a row belongs, from ::

    select unnest(cells, recursive := true) from 'results/headline/study.json'
"""

from experiments.base.finished import TABLES, Finished, finished
from experiments.config.place.normal import input_checksums
from experiments.store.cell import Cell
from experiments.store.chunk import CHUNK
from experiments.store.identity import cell_hash, effective
from experiments.store.study import Spec, Study

__all__ = [
    "CHUNK",
    "TABLES",
    "Cell",
    "Finished",
    "Spec",
    "Study",
    "cell_hash",
    "effective",
    "finished",
    "input_checksums",
]
