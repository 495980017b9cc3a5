"""`python -m countersight`, the same as the command `countersight`."""

from countersight.cli import main

main()
