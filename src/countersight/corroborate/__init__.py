"""The corroborate stage."""
