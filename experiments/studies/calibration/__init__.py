"""Calibration: the community's parameters, from patterns seen without a coordinator.

Declared in ``configs/calibration.yaml``; sampled and run (design, run), then judged by pure
functions of the stored summaries (summaries, patterns, accept), and told (report).
"""
