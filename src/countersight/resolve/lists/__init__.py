"""Reference lists: organizations that others publish, imported into a project."""
