"""Countersight: an evidence observatory for the international trade in surveillance technology."""

__version__ = "0.1.0"
