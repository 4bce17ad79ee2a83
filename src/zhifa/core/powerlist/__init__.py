"""权责清单: what public authorities publish of their powers, item by item, and how such a list is read and counted."""
