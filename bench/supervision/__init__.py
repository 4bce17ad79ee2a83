"""How well the rules of supervision find what is wrong: a district's year with planted faults, rule by rule."""
