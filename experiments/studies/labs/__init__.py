"""Labs for teaching: small paired experiments, declared as data in ``configs/lab/NAME.yaml``.

From the one declaration come the command, the card (docs/labs/NAME.md) and the notebook; what a
card claims is checked by running it.
"""
