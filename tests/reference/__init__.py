"""The whole week a second time, as a textbook would write it: plain objects, loops and ``math``.

Written from the ODD (docs/odd.md), whose numbers of equations stand in the docstrings, and from
what was declared of model version 3 (docs/version3.md). Of the model it uses parameters, vocabulary
and types of records only; draws of set-up (who lives where, who knows whom, what the first
organisations want) are taken as given, see ``given``. It gives the model's records to the bit.
"""

from .week import run_reference

__all__ = ["run_reference"]
