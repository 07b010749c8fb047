"""What a salesbook workbook is: its tables, what is read from it, what is to be changed in it."""
