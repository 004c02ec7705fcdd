"""What somebody has to review."""

from bot.chat.request import Request
from bot.commands.desk import Desk
from bot.quiz.review import Deck


async def deck_of(desk: Desk, request: Request) -> Deck:
    """Return a person's cards as they are now, without those of questions that the pack no longer has."""
    cards = await desk.cards.all(request.actor, desk.pack.id)
    asked = {question.id for question in desk.pack.questions}
    return Deck.at(desk.wall_clock.now(), (card for card in cards if card.question in asked))
