"""What an .xlsx is: parts, styles, cells. Edits in place and carries everything else over as it stands."""
