"""What a pack has for a plan: quotes, paragraphs or questions, in the order in which they stand."""

from collections.abc import Sequence
from typing import assert_never

from bot.daily.plan import Plan, Which
from bot.daily.rotation import Item
from bot.document.locate import Located
from bot.pack.model import Pack, QuoteEntry


def items_of(pack: Pack, plan: Plan) -> tuple[Item, ...]:
    """Return what the pack has to post for a plan, in reading order; nothing where nothing fits."""
    match plan.which:
        case Which.SHUFFLED | Which.IN_ORDER:
            return tuple(_item(entry.id, entry.span) for entry in _quotes(pack, plan.topic))
        case Which.TEXT:
            return tuple(Item(code, code) for code in _paragraphs(pack, plan.topic))
        case Which.QUIZ:
            fitting = [q for q in pack.questions if not plan.topic or plan.topic in q.topics]
            return tuple(_item(question.id, question.evidence[0]) for question in fitting)
        case _:
            assert_never(plan.which)


def quote_of(pack: Pack, quote_id: str) -> QuoteEntry | None:
    """Return a quote by id, or ``None`` when the pack no longer has it."""
    return next((entry for entry in pack.quotes if entry.id == quote_id), None)


def topics_of(pack: Pack, which: Which) -> tuple[str, ...]:
    """Return the keys of the topics for which a pack has something to post, in its order."""
    match which:
        case Which.SHUFFLED | Which.IN_ORDER:
            found = {topic for entry in pack.quotes for topic in entry.topics}
        case Which.TEXT:
            found = {topic for note in pack.notes for topic in note.topics}
        case Which.QUIZ:
            found = {topic for question in pack.questions for topic in question.topics}
        case _:
            assert_never(which)
    return tuple(key for key in pack.topics if key in found)


def _quotes(pack: Pack, topic: str) -> Sequence[QuoteEntry]:
    order = {block.ref: place for place, block in enumerate(pack.document.blocks)}
    fitting = [entry for entry in pack.quotes if not topic or topic in entry.topics]
    return sorted(fitting, key=lambda each: (order[each.span.ref.whole], each.span.span))


def _paragraphs(pack: Pack, topic: str) -> Sequence[str]:
    refs = [block.ref for block in pack.document.paragraphs]
    about = {note.at.whole for note in pack.notes if topic in note.topics}
    return [ref.code for ref in refs if not topic or ref in about]


def _item(key: str, place: Located) -> Item:
    return Item(key, place.ref.whole.code)
