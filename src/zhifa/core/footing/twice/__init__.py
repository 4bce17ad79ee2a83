"""The same figure said twice: in the same words, in others, in a table and in the text."""
