"""What a person finds when they come: today's quote, what is under way, and what they have reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.chat.action import Action
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import (
    Block,
    Button,
    Control,
    Divider,
    Fact,
    Facts,
    Form,
    Heading,
    Menu,
    Prose,
    Reply,
    Style,
    Visibility,
)
from bot.chat.text import inline
from bot.pack.daily import quote_of
from bot.pack.model import Pack
from bot.quiz.contest.state import Phase, State
from bot.quiz.practice import Practice
from bot.quiz.standings import Placing, Record
from bot.views.contest_words import join_control
from bot.views.daily import passage
from bot.views.help import start
from bot.views.review import due
from bot.views.settings import WORKSPACE
from bot.views.standings import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is for a person.

    ``place`` is the key of where they ask; a contest is joined where it is played. ``today`` is the id
    of a quote or the code of a paragraph, empty for none; ``saved`` counts the passages that they keep,
    ``due`` the cards that wait to be reviewed.
    """

    record: Record
    placing: Placing
    practice: Practice | None = None
    today: str = ""
    place: str = ""
    contests: Sequence[State] = ()
    saved: int = 0
    due: int = 0
    is_admin: bool = False


def home(pack: Pack, found: Found, player: str) -> Reply:
    """Show a newcomer how to begin, and anybody else what they have reached."""
    blocks: list[Block] = [
        Heading(inline(pack.title)),
        Prose(inline(_greeting(pack, found.practice))),
    ]
    if found.due:
        blocks.append(Prose(inline(due(found.due))))
    if found.contests:
        blocks.append(Facts(tuple(_fact(each, found.contests, player) for each in found.contests)))
    if found.today:
        blocks += [Divider(), *passage(pack, found.today, with_question=True).blocks]
    known = score(found.record, found.placing) if found.record.answers else start(pack)
    blocks += [Divider(), *(known.blocks if found.record.answers else known.blocks[1:])]
    return Reply(tuple(blocks), tuple(_controls(pack, found, player)), Visibility.ONLY_YOU)


def _controls(pack: Pack, found: Found, player: str) -> Iterator[Control]:
    here = (each for each in found.contests if found.place in each.places)
    open_ones = [each for each in here if _may_join(each, player)]
    yield from (_join(each, found.contests) for each in open_ones)
    style = Style.PLAIN if open_ones else Style.PRIMARY
    yield Button(_quiz(found.practice), Action("quiz"), style)
    if found.due:
        yield Button(ngettext("Review {n} card", "Review {n} cards", found.due), Action("review"))
    yield Button(_("Read from the beginning"), Action("passage", (_beginning(pack),)))
    if found.today:
        yield from _about_today(pack, found.today)
    yield Button(_("A passage to think about"), Action("quote"))
    if found.saved:
        yield Button(_saved(found.saved), Action("saved"))
    if found.is_admin:
        yield Button(_("Settings"), Action("set-show", (WORKSPACE,)))


def _quiz(running: Practice | None) -> str:
    if running is None:
        return _("Take a quiz")
    return _("Go on with the review") if running.review else _("Go on with the quiz")


def _about_today(pack: Pack, item: str) -> Iterator[Control]:
    entry = quote_of(pack, item)
    code, quote = (entry.span.ref.code, entry.id) if entry else (item, "")
    yield Button(_("Save today’s passage"), Action("save", (code, quote)))


def _saved(number: int) -> str:
    return ngettext("Saved: {n} passage", "Saved: {n} passages", number)


def _beginning(pack: Pack) -> str:
    return pack.document.paragraphs[0].ref.code


def _greeting(pack: Pack, running: Practice | None) -> str:
    if running is None:
        return _(
            "Read the {document}, look things up in it, and see what you know of it.",
            document=pack.noun,
        )
    left = len(running.questions) - running.position
    if running.review:
        return ngettext(
            "A review is under way: {n} question to go.",
            "A review is under way: {n} questions to go.",
            left,
        )
    return ngettext(
        "A quiz is under way: {n} question to go.",
        "A quiz is under way: {n} questions to go.",
        left,
    )


def _may_join(contest: State, player: str) -> bool:
    is_open = contest.phase is Phase.LOBBY or contest.settings.late_joiners
    return is_open and not contest.is_playing(player)


def _join(contest: State, among: Sequence[State]) -> Control:
    """Return what one joins with, told apart from that of the others."""
    control = join_control(contest)
    label = _("Join: {contest}", contest=_name(contest, among))
    match control:
        case Button() | Menu():
            return replace(control, label=label)
        case Form():
            return control
        case _:
            assert_never(control)


def _name(contest: State, among: Sequence[State]) -> str:
    if len(among) == 1:
        return _("Contest")
    return _("Contest {number}", number=among.index(contest) + 1)


def _fact(contest: State, among: Sequence[State], player: str) -> Fact:
    players = sum(each.is_here for each in contest.players.values())
    people = ngettext("{n} player", "{n} players", players)
    total = len(contest.settings.questions)
    if contest.phase is Phase.LOBBY:
        told = ngettext(
            "open, with {n} question and {players}",
            "open, with {n} questions and {players}",
            total,
            players=people,
        )
    else:
        told = _("under way, with {players}", players=people)
    if contest.is_playing(player):
        return Fact(_name(contest, among), phrase("{state}; you are in", state=told))
    return Fact(_name(contest, among), inline(told))
