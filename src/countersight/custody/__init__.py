"""Proof for strangers: statements of what is held, stamped by authorities outside, and bundles of one document."""
