"""What scripts read: the same things as in replies, as plain JSON values."""

from typing import Any

from bot.document.model import Document, Ref
from bot.document.references import describe
from bot.document.search import Found, Hit
from bot.pack.model import Pack
from bot.quiz.verdict import Verdict
from bot.views.question import REASONS
from bot.views.quotation import whose


def found_record(pack: Pack, query: str, found: Found) -> dict[str, Any]:
    """Return the answer to a lookup; ``hits`` is empty when the document does not say it."""
    return {
        "query": query,
        "hits": [_hit(pack, hit) for hit in found.hits],
        "suggestions": [suggestion.query for suggestion in found.suggestions],
    }


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """Return the judgement of an answer."""
    return {
        "outcome": verdict.outcome.value,
        "credit": round(verdict.credit, 3),
        "reason": REASONS[verdict.reason],
        "matched": verdict.matched or None,
    }


def _hit(pack: Pack, hit: Hit) -> dict[str, Any]:
    passage = pack.document.passage(hit.ref)
    return {
        "ref": describe(hit.ref, pack.document),
        "paragraph": _paragraph(pack.document, hit.ref),
        "pages": list(passage.pages),
        "text": passage.text,
        "matches": [list(match) for match in hit.matches],
        "score": round(hit.score, 3),
        "attribution": whose(pack, hit.ref) or None,
        "via": hit.via,
    }


def _paragraph(document: Document, ref: Ref) -> int | None:
    if ref.part == "paragraph":
        return ref.number
    if ref.part == "note":
        return document.paragraph_of_note(ref.number)
    return None
