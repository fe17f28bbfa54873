"""The model: households, organisations and their projects, with and without a coordinator."""

MODEL_VERSION = "3"
