"""A policy that says once which models may be used for what, and holds lists of models to it."""
