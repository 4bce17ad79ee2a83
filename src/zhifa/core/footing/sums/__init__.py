"""Wholes and their parts, what came, went and is left, and the orders law and practice give to figures."""
