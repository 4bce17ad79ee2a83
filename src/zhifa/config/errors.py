"""What makes an installation unusable: said to whoever starts it, never as a trace."""

from __future__ import annotations


class Unusable(Exception):
    """The environment names something that cannot be used; `mend` is what helps. All in Chinese."""

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        super().__init__(f"{where}：{what}（{mend}）")
        self.what, self.where, self.mend = what, where, mend
