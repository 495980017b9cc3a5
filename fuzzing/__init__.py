"""Throws broken and hostile bytes at everything that reads what strangers made."""
