"""Weights only: `countersight.extract.trained` finds, checks and runs them."""
