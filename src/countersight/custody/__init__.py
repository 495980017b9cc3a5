"""Proof for strangers: inventories of what is held, stamped by authorities outside, and bundles of one document."""
