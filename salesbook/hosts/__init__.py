"""Where a workbook lives: in memory, or in a file. Hosts know cells and sheets, nothing of sales."""
