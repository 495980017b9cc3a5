"""The corroborate stage as a whole."""
