"""Annual figures: filter and sum over outcome rows, in memory or as one portable SQL statement.

An indicator is rule data (`rules/indicators`). The pure evaluator and the SQL text come from the same definition,
so that SQLite, PostgreSQL, DuckDB and Spark must give the numbers the evaluator gives.
"""

from zhifa.core.statistics.asking import Span, ask_figures, ask_table
from zhifa.core.statistics.derived import derive, percent, possible
from zhifa.core.statistics.evaluating import Line, Sheet, figures, tabulate
from zhifa.core.statistics.indicators import (
    COLUMNS,
    FEN_IN_WAN,
    GROUPS,
    BadIndicator,
    Form,
    Indicator,
    Number,
    Row,
    TableColumn,
    TableRule,
    form_indicators,
    form_tables,
    forms,
    indicators,
    show,
    tables,
)
from zhifa.core.statistics.statements import OUTCOMES, Engine, Statement, drill, statement

__all__ = [
    "COLUMNS", "FEN_IN_WAN", "GROUPS", "OUTCOMES", "BadIndicator", "Engine", "Form", "Indicator", "Line", "Number",
    "Row", "Sheet", "Span", "Statement", "TableColumn", "TableRule", "ask_figures", "ask_table", "derive", "drill",
    "figures", "form_indicators", "form_tables", "forms", "indicators", "percent", "possible", "show", "statement",
    "tables", "tabulate",
]  # fmt: skip
