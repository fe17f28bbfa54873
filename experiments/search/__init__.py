"""Searches of the declared ranges for settings where a coordinator does worst, or best.

Declared in ``configs/search/`` before they are run; what they find is told from fresh seeds.
"""
