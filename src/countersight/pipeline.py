"""The only file that joins stages."""
