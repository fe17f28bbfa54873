"""Diffusion of a state over a network, with noise: one workload in several frameworks."""
