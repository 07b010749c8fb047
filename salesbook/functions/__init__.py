"""What people write in cells: =SB_SPLIT(…) and the others. Each converts, asks the domain once, and returns."""
