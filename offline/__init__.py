"""A folder to hand round, from which coprod is installed and opened where there is no network."""
