"""What makes an installation unusable: said to whoever starts it, never as a trace."""

from __future__ import annotations

import errno
from typing import Final

WHY: Final = {
    errno.ENOENT: "没有这个文件或者目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "同名的文件已经存在",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的磁盘只读",
    errno.ENAMETOOLONG: "文件名太长",
}


def why(error: OSError) -> str:
    """What the system has against a file, in Chinese where it is one of the usual things."""
    return WHY.get(error.errno or 0, error.strerror or str(error))


class Unusable(Exception):
    """The environment names something that cannot be used; `mend` is what helps. All in Chinese."""

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        super().__init__(f"{where}：{what}（{mend}）")
        self.what, self.where, self.mend = what, where, mend
