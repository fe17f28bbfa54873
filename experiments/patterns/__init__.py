"""Validation patterns: declared in ``configs/patterns.yaml``, run over the accepted set, judged.

They are not those of calibration (``experiments/calibration/patterns.py``), which fitted the model.
"""
