"""Named queries. Each answers one question of a page or a job with typed rows; who may see is an argument.

`reach` is what `core.permission.reach` gave: the parts of the tree of organs a person may look into. An empty reach
sees nothing.
"""
