"""Which documents share one origin: copies, trims and edits of one text are one, however many publish them."""

from countersight.corroborate.origins.finding import find_origins
from countersight.corroborate.origins.forest import Link, Origins

__all__ = ["Link", "Origins", "find_origins"]
