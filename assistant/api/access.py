"""Who may do what: dependencies that a route names, and what of the index a user may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from assistant.api.problems import Problem
from assistant.gate import LOCAL, Role, User, user_of
from assistant.within import Within

if TYPE_CHECKING:
    from assistant.api.models import Filters

_HERE = ("127.0.0.1", "localhost", "::1")


def reader(request: Request) -> User:
    """Who asks. Everybody whom the gate lets in may read."""
    return user_of(request)


def editor(request: Request) -> User:
    """Who changes the index. Raises Problem ``forbidden`` for a reader, and for a request that another site made a browser send."""
    user = user_of(request)
    if user.role < Role.EDITOR:
        raise Problem("forbidden", "这一操作需要编辑角色")
    _refuse_strangers(request, user)
    return user


Reader = Annotated[User, Depends(reader)]
Editor = Annotated[User, Depends(editor)]


def within(user: User, filters: Filters | None = None) -> Within | None:
    """What a question of ``user`` may be answered from; None where nothing is restricted."""
    if filters is None or not (filters.issuers or filters.years or filters.stages):
        return None
    return Within(tuple(filters.issuers), tuple(filters.years), tuple(filters.stages))


def _refuse_strangers(request: Request, user: User) -> None:
    """A page of another site can make a browser post files here, or give its own name this machine's address."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem("forbidden", "请求来自另一个网站")
    if user == LOCAL and request.url.hostname not in _HERE:
        raise Problem("forbidden", "没有设置身份时，只接受对本机地址的请求")
