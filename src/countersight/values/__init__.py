"""Values without identity: digests, quantities, dates, territories. Pure functions, no I/O."""
