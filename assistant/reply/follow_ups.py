"""What may be asked next: questions that go on from an answer, each complete in itself and with an answer on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import vocabulary

if TYPE_CHECKING:
    from assistant.mention import Mention
    from assistant.reply.scene import Scene
    from index.ledger import DocumentRecord

_MONEY = "元"
_LOOKED_AT = 2
"""Other disclosures looked at for the same item: an answer's cost must not grow with what is loaded."""


def follow_ups(scene: Scene) -> list[str]:
    """Up to three questions about the first item: its change, its share or its parts, and the same item of another department."""
    mention, document = scene.mention, _answered_from(scene)
    if mention is None or document is None:
        return []
    whose, asks = f"{document.issuer}{document.fiscal_year}年{mention.name}", scene.question.asks
    listed = []
    if not asks & {"change", "growth", "reason"} and scene.evidence.changes(document, mention):
        listed.append(f"{whose}比上年增减多少，为什么")
    if "share" not in asks and _is_money(scene):
        listed.append(f"{whose}占多少")
    known = vocabulary.item(mention.name)
    if not asks & {"list", "rank"} and known is not None and known.parts:
        listed.append(f"{whose}包括哪些")
    return listed[:2] + (_elsewhere(scene, mention, document) if len(scene.found) == 1 else [])


def _answered_from(scene: Scene) -> DocumentRecord | None:
    """The disclosure that the answer's first figure stands in; the first one asked about where it has no figure."""
    figures, citations = scene.draft.figures, scene.draft.citations
    if figures and figures[0].citations:
        return scene.draft.documents[citations[figures[0].citations[0] - 1].document_id]
    return scene.found[0].document if scene.found else None


def _is_money(scene: Scene) -> bool:
    return any(figure.unit.endswith(_MONEY) and figure.value for figure in scene.draft.figures[:1])


def _elsewhere(scene: Scene, mention: Mention, document: DocumentRecord) -> list[str]:
    others = [d for d in scene.documents if d.issuer != document.issuer][:_LOOKED_AT]
    holding = (d for d in others if any(f.amount.value is not None for f in scene.evidence.about(d, mention)))
    return [f"{d.issuer}{d.fiscal_year}年{mention.name}多少" for d in holding][:1]
