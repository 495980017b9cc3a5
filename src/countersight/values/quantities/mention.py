"""What a number says, how it is hedged, and where it stands."""

from dataclasses import dataclass
from typing import Literal

Hedge = Literal["exact", "over", "under", "about"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number as it stands in a text: what it says, how it is hedged, and where."""

    value: float
    hedge: Hedge
    currency: str | None
    """ISO 4217 code where it is money and the words tell which."""
    start: int
    """Of the hedge, or of the number where there is none (Unicode code points)."""
    end: int
    """Of the number, with its scale, currency and a hedge that follows."""
    is_money: bool = False
    """Whether it is money, also where only the country would tell the code (`40 millones de pesos`)."""
