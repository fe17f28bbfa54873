"""Configurations: a community, an arrangement, and the study's settings. Data only."""
