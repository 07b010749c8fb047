"""The add-in: buttons of Excel's ribbon, and the files that bring them there."""
