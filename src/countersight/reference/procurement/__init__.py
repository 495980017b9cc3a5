"""Codes and words by which purchases of the trade are told from those of other trades."""
