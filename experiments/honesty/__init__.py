"""Honesty rules 6 and 7: settings in which a coordinator could harm, and whether the sign holds.

Declared in ``configs/honesty.yaml`` before any was run; shown whatever they show.
"""
