"""The procedure engine: from what happened in a case to what the law now allows, demands and finds wrong."""
