"""How the tables and weights by which names are compared are made."""
