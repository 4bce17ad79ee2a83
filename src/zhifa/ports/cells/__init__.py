"""Cells: what one installation counted, as signed Parquet files that a city reads together with those of others."""

from zhifa.ports.cells.layout import COLUMNS, VERSION, BadCell, Manifest, Part, Unit
from zhifa.ports.cells.reading import Cell, open_cell, together
from zhifa.ports.cells.writing import CellWriter, schema

__all__ = [
    "COLUMNS", "VERSION", "BadCell", "Cell", "CellWriter", "Manifest", "Part", "Unit", "open_cell", "schema",
    "together",
]  # fmt: skip
