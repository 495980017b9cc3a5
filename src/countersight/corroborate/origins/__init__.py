"""Which documents share one origin: copies, trims and edits of one text are one, however many publish them."""

from countersight.corroborate.origins.finding import find_origins
from countersight.corroborate.origins.forest import Link, Origins
from countersight.corroborate.origins.index import OriginIndex

__all__ = ["Link", "OriginIndex", "Origins", "find_origins"]
