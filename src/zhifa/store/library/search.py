"""The index by which articles are found by their words (`store.grams`)."""

from __future__ import annotations

from zhifa.store.grams import GramIndex

ARTICLES = GramIndex(table="library_articlegrams", index="library_search", owner="article_id")
