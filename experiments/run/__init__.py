"""Runs of cells: in processes, resumed, shown, run again."""
