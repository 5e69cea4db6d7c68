"""Which documents somebody may see: those of no group, and those of the groups they are in.

A document, or all documents of an issuer, is given to groups by ``mingzhang access``. What is said of a document itself goes
before what is said of its issuer. Administrators see everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assistant.gate.user import Role
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.gate.keeper import Keeper
    from assistant.gate.user import User
    from index.ledger import Ledger

KINDS = ("document", "issuer")


class Listed(Protocol):
    """A document on record; index.ledger.DocumentRecord is one."""

    @property
    def id(self) -> str:
        """SHA-256 of the file."""

    @property
    def issuer(self) -> str:
        """The department in full."""


def allow(keeper: Keeper, kind: str, subject: str, group: str) -> None:
    """Give a document (by id) or an issuer's documents (by full name) to a group; others then see them no longer."""
    keeper.write("INSERT OR IGNORE INTO visible VALUES (?, ?, ?)", (kind, subject, group))


def forget(keeper: Keeper, kind: str, subject: str, group: str) -> bool:
    """Take that back; with the last group it is open to all again. False where it was not so."""
    return keeper.write("DELETE FROM visible WHERE kind = ? AND subject = ? AND name = ?", (kind, subject, group)) == 1


def rules(keeper: Keeper) -> list[tuple[str, str, str]]:
    """All of it: kind, subject, group."""
    rows = keeper.read("SELECT kind, subject, name FROM visible ORDER BY kind, subject, name")
    return [(str(kind), str(subject), str(group)) for kind, subject, group in rows]


def known(ledger: Ledger, kind: str, subject: str) -> tuple[str, str]:
    """Kind and subject of a rule, the document's id in full. Raises SettingsError for what is not on record."""
    if kind == "document":
        found = [record.id for record in ledger.documents() if record.id.startswith(subject)]
        if len(found) != 1:
            raise SettingsError(f"{subject}: 没有（或不止）一份文件的编号这样开头；见 mingzhang documents")
        return kind, found[0]
    if subject not in {record.issuer for record in ledger.documents()}:
        raise SettingsError(f"{subject}: 没有收录这个部门的文件；全称见 mingzhang documents")
    return kind, subject


def visible(keeper: Keeper, user: User, documents: Iterable[Listed]) -> frozenset[str] | None:
    """The ids of the documents that a user may see; None where nothing is kept from them."""
    if user.role >= Role.ADMIN:
        return None
    given: dict[tuple[str, str], set[str]] = {}
    for kind, subject, group in rules(keeper):
        given.setdefault((kind, subject), set()).add(group)
    if not given:
        return None

    def groups(document: Listed) -> set[str] | None:
        return given.get(("document", document.id), given.get(("issuer", document.issuer)))

    return frozenset(d.id for d in documents if (those := groups(d)) is None or those & user.groups)
