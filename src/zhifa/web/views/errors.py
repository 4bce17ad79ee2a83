"""What people see when something cannot be shown: what happened, what was kept, what to do next."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page

HOME = vm.Action(label="回到工作台", href="/", primary=True)


def _show(request: HttpRequest, page: vm.ErrorPage, status: int) -> HttpResponse:
    return show_page(request, page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read; one that is too large is said so."""
    if isinstance(exception, RequestDataTooBig):
        page = vm.ErrorPage(
            title="内容太大，没有提交",
            what="一次提交的文字超过 5 MB，或者文件太大，或者登录已经失效。长材料请作为文件上传，登录以后再试。",
            kept="已存的草稿还在，返回上一页可以继续填写。",
            actions=(HOME,),
            kind="refused",
        )
        return _show(request, page, 413)
    page = vm.ErrorPage(
        title="请求无法读取", what="提交的内容不完整。请返回上一页重试。", actions=(HOME,), kind="broken"
    )
    return _show(request, page, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = vm.ErrorPage(
        title="这一页不在您的权限范围内",
        what="请登录有权限的账号，或联系系统管理员。",
        actions=(HOME,),
        kind="stranger",
    )
    return _show(request, page, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = vm.ErrorPage(
        title="没有找到", what="地址有误，或者内容不在您的权限范围内。", actions=(HOME,), kind="missing"
    )
    return _show(request, page, 404)


def broken(request: HttpRequest) -> HttpResponse:
    page = vm.ErrorPage(
        title="系统出了问题",
        what="这次操作没有完成，也没有写入任何内容。请稍后重试；仍不成功的，把发生的时间告诉系统管理员。",
        kept="已存的草稿还在。",
        actions=(HOME,),
        kind="broken",
    )
    return _show(request, page, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or came from elsewhere."""
    page = vm.ErrorPage(
        title="页面已过期，没有提交",
        what="页面打开太久或登录已变化。请返回上一页刷新后重新提交。",
        kept="已存的草稿还在。",
        actions=(HOME,),
        kind="refused",
    )
    return _show(request, page, 403)
