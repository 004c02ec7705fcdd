"""Replies about cards: the questions that somebody has missed, and when they come back."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import Block, Button, Heading, Prose, Reply, Style, Visibility
from bot.chat.text import Code, Inline, Time, inline
from bot.pack.model import Pack
from bot.quiz.practice import Practice
from bot.quiz.review import Deck
from bot.views.question import divided, missed, read_again


def introduced(deck: Deck, asked: int) -> list[Block]:
    """Say what is asked in a review that begins, and what it does."""
    total = len(deck.due)
    if asked == total:
        said = due(total)
    else:
        said = ngettext(
            "{total} cards are due; here is the first.",
            "{total} cards are due; here are the first {n}.",
            asked,
            total=total,
        )
    how = _("The better you know one, the later it comes back; a review earns no points.")
    return divided([Prose(inline(said, " ", how))])


def nothing_due(deck: Deck) -> Reply:
    """Say that there is nothing to review, when there will be, and where cards come from."""
    where_from = phrase(
        "Cards come from your own mistakes: what you miss, or take a hint for, in a quiz, a contest or "
        "the quiz of the day. {review} asks it again about a day later, and then ever later, the better "
        "you know it.",
        review=Code("/review"),
    )
    blocks = (Prose(_none_now(deck)), Prose(where_from))
    return Reply(blocks, (_quiz(),), Visibility.ONLY_YOU)


def over(pack: Pack, practice: Practice, deck: Deck, before: Sequence[Block] = ()) -> Reply:
    """Sum up a review: what was known, what to read again, and when the next question comes back."""
    title = Heading(phrase("The review is over"))
    blocks: list[Block] = [*before, title, Prose(inline(_score(practice))), *missed(pack, practice)]
    if deck.due:
        blocks.append(Prose(inline(_still_due(len(deck.due)))))
        further = Button(_("Go on reviewing"), Action("review"), Style.PRIMARY)
    else:
        blocks.append(Prose(_none_now(deck)))
        further = _quiz()
    return Reply(tuple(blocks), (further, *read_again(pack, practice)), Visibility.ONLY_YOU)


def due(number: int) -> str:
    """Say how many cards are due."""
    return ngettext(
        "{n} card is due: a question that you missed before.",
        "{n} cards are due: questions that you missed before.",
        number,
    )


def _still_due(number: int) -> str:
    return ngettext("{n} card is still due.", "{n} cards are still due.", number)


def _none_now(deck: Deck) -> Inline:
    if deck.next_at is None:
        return phrase("You have nothing to review.")
    return phrase("Nothing is due now. The next card comes {time}.", time=Time(deck.next_at))


def _quiz() -> Button:
    return Button(_("Take a quiz"), Action("quiz"), Style.PRIMARY)


def _score(practice: Practice) -> str:
    if not practice.answered:
        return _("No question was answered.")
    return _("{right} of {answered} right.", right=practice.right, answered=practice.answered)
