"""The table of annual reports that are finished: what they say in figures, and where they were published."""
