"""From what is said of a person to a user: name, role, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.gate.user import Role, User
from corpus.errors import NotAdmitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.gate.settings import Roles

_LONGEST = 200
"""Characters of a name or of a group's name."""


def user(name: object, claims: Mapping[str, Any], roles: Roles) -> User:
    """The user that claims describe. Raises NotAdmitted for a name that is none.

    The role is the highest of the one that the role claim names (reader, editor, admin) and of those that the groups carry.
    """
    groups = frozenset(_words(claims.get(roles.groups)))
    named = [Role[word.upper()] for word in _words(claims.get(roles.role)) if word.upper() in Role.__members__]
    carried = [role for role, those in ((Role.EDITOR, roles.editors), (Role.ADMIN, roles.admins)) if groups & those]
    return User(known_name(name), max([Role.READER, *named, *carried]), groups)


def known_name(name: object) -> str:
    """A name as it can be kept and shown in one line. Raises NotAdmitted."""
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise NotAdmitted("身份里没有可用的姓名；请联系管理员")
    return name.strip()


def _words(value: object) -> Iterable[str]:
    """The texts of a claim: a list, or one text with commas or white space."""
    if isinstance(value, str):
        value = value.replace(",", " ").replace(";", " ").split()
    if not isinstance(value, list | tuple):
        return
    for word in value:
        if isinstance(word, str) and word.strip() and len(word) <= _LONGEST and word.isprintable():
            yield word.strip()
