"""Which documents a question may be answered from: what the reader has filtered for, and what the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.ledger import DocumentRecord


@dataclass(frozen=True, slots=True)
class Within:
    """A restriction of the documents on record. Empty parts restrict nothing; ``Within()`` is everything.

    ``issuers`` (full names), ``years`` and ``stages`` (预算, 决算) are filters that the reader has set: an answer names them where
    they leave nothing to answer from. ``documents`` are the ids that the reader may see (None: all); what lies outside is not
    on record for that reader, and no answer lets on that it exists.
    """

    issuers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    stages: tuple[str, ...] = ()
    documents: Collection[str] | None = None

    @property
    def filters(self) -> bool:
        """Whether the reader has set any filter."""
        return bool(self.issuers or self.years or self.stages)

    def visible(self, records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
        """The documents that the reader may see, whatever the filters."""
        allowed = None if self.documents is None else frozenset(self.documents)
        return tuple(r for r in records if allowed is None or r.id in allowed)

    def of(self, records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
        """The visible documents that fit the filters too."""
        return tuple(r for r in self.visible(records) if self._fits(r))

    def _fits(self, record: DocumentRecord) -> bool:
        return (
            (not self.issuers or record.issuer in self.issuers)
            and (not self.years or record.fiscal_year in self.years)
            and (not self.stages or str(record.stage) in self.stages)
        )

    def said(self, records: Iterable[DocumentRecord]) -> str:
        """The filters in words; a department that none of the (visible) ``records`` is of is not repeated.

        >>> Within(years=(2024, 2023), stages=("预算",)).said(())
        '年度 2024、2023；文种 预算'
        """
        known = {r.issuer for r in records}
        parts = []
        if self.issuers:
            parts.append(f"部门 {'、'.join(i for i in self.issuers if i in known) or '未收录'}")
        if self.years:
            parts.append(f"年度 {'、'.join(map(str, self.years))}")
        if self.stages:
            parts.append(f"文种 {'、'.join(self.stages)}")
        return "；".join(parts)
