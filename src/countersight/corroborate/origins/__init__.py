"""Which documents share one origin: copies, trims and edits of one text are one, however many publish them."""

from countersight.corroborate.origins.finding import NEIGHBORS, Link, Origins, find_origins

__all__ = ["NEIGHBORS", "Link", "Origins", "find_origins"]
