"""Who may do what: dependencies that a route names."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant.api.problems import Problem
from assistant.gate import Role, User, user_of

def reader(request: Request) -> User:
    """Who asks. Everybody whom the gate lets in may read."""
    return user_of(request)


def editor(request: Request) -> User:
    """Who changes the index. Raises Problem ``forbidden`` for a reader."""
    user = user_of(request)
    if user.role < Role.EDITOR:
        raise Problem("forbidden", "这一操作需要编辑角色")
    return user


def admin(request: Request) -> User:
    """Who reads what is kept of others. Raises Problem ``forbidden`` for anybody else."""
    user = user_of(request)
    if user.role < Role.ADMIN:
        raise Problem("forbidden", "这一操作需要管理员角色")
    return user


Reader = Annotated[User, Depends(reader)]
Editor = Annotated[User, Depends(editor)]
Admin = Annotated[User, Depends(admin)]
