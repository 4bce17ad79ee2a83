"""Tables: totals of rows and columns, columns that follow from others, and what the text says of them."""
