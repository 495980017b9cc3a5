"""The order of the candidates that the index found: how alike the names are, compared as wholes."""

from collections.abc import Sequence

from rapidfuzz import fuzz


def rank(query: str, names: Sequence[str]) -> list[float]:
    return [fuzz.token_sort_ratio(query, name) / 100 for name in names]
