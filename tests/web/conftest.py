"""The town of the acts' tests, for tests of pages."""

from tests.acts.conftest import town, wang

__all__ = ["town", "wang"]
