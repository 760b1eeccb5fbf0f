"""`python -m crewdesk.cli`: the same program, where no entry point is installed."""

from .group import main

main()
