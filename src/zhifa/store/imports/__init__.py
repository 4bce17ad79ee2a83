"""What was imported: sources with their mapping, runs with their progress, rows by their keys, rows put aside."""
