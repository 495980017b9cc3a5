"""The release stage."""
