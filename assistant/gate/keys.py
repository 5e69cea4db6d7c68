"""API keys: drawn at random, shown once, kept as a hash.

A key is ``mz_<id>_<secret>`` with 256 random bits, which no guessing finds, so a plain SHA-256 keeps it as well as a slow hash would.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.gate.claims import known_name
from assistant.gate.user import Role, User
from corpus.errors import MingzhangError, NotAdmitted, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.gate.keeper import Keeper

PREFIX = "mz_"
_REFUSED = "密钥无效或已撤销；请向管理员要一个新的"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is listed: everything but itself. ``created`` in seconds since 1970."""

    id: str
    user: User
    created: int


def add(keeper: Keeper, name: str, role: Role = Role.READER, groups: Iterable[str] = ()) -> str:
    """A new key for a system or person called ``name``, shown this once. Raises SettingsError where the name has one."""
    identifier, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    try:
        values = (
            identifier,
            _hash(secret),
            known_name(name),
            int(role),
            json.dumps(sorted(set(groups)), ensure_ascii=False),
            int(time.time()),
        )
    except NotAdmitted as error:
        raise SettingsError(f"{name!r} 不能做名称；请换一个 200 字以内的名称") from error
    if keeper.write("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?, ?, ?)", values) != 1:
        raise SettingsError(f"{name}: 已有一个密钥；请先用 mingzhang key revoke 撤销，或换一个名称")
    return f"{PREFIX}{identifier}_{secret}"


def listed(keeper: Keeper) -> list[Key]:
    """All keys, the oldest first."""
    rows = keeper.read("SELECT id, name, role, groups, created FROM keys ORDER BY created, id")
    return [Key(str(i), _user(name, role, groups), int(created)) for i, name, role, groups, created in rows]


def revoke(keeper: Keeper, which: str) -> str:
    """Make a key void, named by its id or its user's name; returns the name. Raises SettingsError where there is none."""
    for key in listed(keeper):
        if which in (key.id, key.user.name):
            keeper.write("DELETE FROM keys WHERE id = ?", (key.id,))
            return key.user.name
    raise SettingsError(f"{which}: 没有这个密钥；用 mingzhang key list 查看")


def check(keeper: Keeper, text: str) -> tuple[str, User]:
    """Id and user of a key. Raises NotAdmitted."""
    identifier, _, secret = text.removeprefix(PREFIX).partition("_")
    rows = keeper.read("SELECT hash, name, role, groups FROM keys WHERE id = ?", (identifier,)) if text.startswith(PREFIX) else []
    kept = str(rows[0][0]) if rows else _hash("")
    # Compared even where the id is unknown, so that the time it takes tells nothing.
    if not hmac.compare_digest(kept, _hash(secret)) or not rows or not secret:
        raise NotAdmitted(_REFUSED)
    return identifier, _user(*rows[0][1:])


def valid(keeper: Keeper, identifier: str) -> bool:
    """Whether the key of this id was not revoked."""
    return bool(keeper.read("SELECT 1 FROM keys WHERE id = ?", (identifier,)))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _user(name: object, role: object, groups: object) -> User:
    try:
        return User(str(name), Role(int(str(role))), frozenset(json.loads(str(groups))))
    except (ValueError, TypeError) as error:
        raise MingzhangError(f"密钥 {name} 的记录已损坏；请撤销后重新添加") from error
