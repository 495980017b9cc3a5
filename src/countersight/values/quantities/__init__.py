"""Numbers in text with their hedge, in nine languages: figures and words, thousands and millions, money."""

from countersight.values.quantities.finding import find_quantities, value_of_words
from countersight.values.quantities.mention import Hedge, NumberMention

__all__ = ["Hedge", "NumberMention", "find_quantities", "value_of_words"]
