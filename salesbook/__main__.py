"""`python -m salesbook` is the command `salesbook`."""

from salesbook.cli import main

main()
