"""What stands in a report: lines become passages and grids, numbers become figures with label, unit and period."""
