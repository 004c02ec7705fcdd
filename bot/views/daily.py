"""What is posted daily: passages, and questions with the answer to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.chat.action import Action
from bot.chat.form import Response
from bot.chat.language import N_, _, ngettext, phrase, spoken
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Control,
    Form,
    Heading,
    Prose,
    Reply,
    Standing,
    Standings,
    Visibility,
)
from bot.chat.text import Code, Strong, inline
from bot.daily.facts import QuestionPosted
from bot.daily.plan import Schedule, Which
from bot.daily_ports import TableRow, Tally
from bot.document.model import Passage
from bot.pack.daily import quote_of
from bot.pack.model import Pack
from bot.quiz.question import Question
from bot.quiz.standings import ranked
from bot.views.question import DIFFICULTY_NAMES, KIND_NAMES, divided, explained, rules
from bot.views.quotation import quotation
from bot.views.reading import passage_controls, quoted, to_think_about

ROWS = 10
"""People in the table of a month, at most."""

TITLES = {
    Which.SHUFFLED: N_("Quote of the day"),
    Which.IN_ORDER: N_("Quote of the day"),
    Which.TEXT: N_("Paragraph of the day"),
    Which.QUIZ: N_("Question of the day"),
}
"""What a daily post is called."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """The question of a day that is over: how it was answered, and the table of its month."""

    item: str
    day: date
    tally: Tally
    table: Sequence[TableRow]


def passage(pack: Pack, item: str, *, with_question: bool) -> Reply:
    """Show the passage of a day: a quote with its note, or a paragraph."""
    entry = quote_of(pack, item)
    if entry is None:
        return _paragraph(pack, item)
    found = pack.document.passage(entry.span.ref)
    title = Heading(phrase(TITLES[Which.SHUFFLED]))
    asked = (to_think_about(entry),) if with_question else ()
    return Reply((title, *quoted(pack, entry, found), *asked), _controls(pack, found, entry.id))


def question(
    pack: Pack, schedule: Schedule, fact: QuestionPosted, before: Revealed | None = None
) -> Reply:
    """Reveal the answer to the last question, and ask the next."""
    blocks = divided(_revealed(pack, before)) if before else []
    found = pack.question(fact.item)
    if found is None:
        gone = phrase("Today’s question was withdrawn. There is another next time.")
        return Reply((*blocks, Prose(gone)))
    title = Heading(
        phrase(
            "Question of the day · {kind} · {difficulty}",
            kind=_(KIND_NAMES[found.kind]),
            difficulty=_(DIFFICULTY_NAMES[found.difficulty]),
        )
    )
    if schedule.asking != fact.day:
        return Reply((*blocks, title, Prose(inline(Strong(found.prompt)))))
    promise = phrase("Nobody sees your answer. What is right comes with the next question.")
    form = Form(
        found.prompt,
        found.form(schedule.seed(fact.day)),
        Action("day-answer", (schedule.id, fact.day.isoformat())),
        _("Answer"),
    )
    return Reply((*blocks, title, Prose(promise)), (form,))


def answered(asked: Question, response: Response, seed: str, *, is_first: bool) -> Reply:
    """Confirm an answer to the question of the day, without a word on whether it is right."""
    said = Strong(asked.said(response, seed))
    if is_first:
        words = phrase(
            "Your answer is in: {answer}. Whether it is right comes with the next question.",
            answer=said,
        )
    else:
        words = phrase("You have answered already: {answer}. The first answer counts.", answer=said)
    return Reply((Prose(words),), visibility=Visibility.ONLY_YOU)


def table(rows: Sequence[TableRow], day: date, you: tuple[str, str]) -> Reply:
    """Show the table of a month; ``you`` are the asker's platform and id."""
    title = Heading(phrase("Question of the day, {month}", month=_month(day)))
    if not rows:
        none = phrase(
            "Nobody has answered a question whose answer is out yet. When the next comes: {command}",
            command=Code("/daily list"),
        )
        return Reply((title, Prose(none)))
    return Reply((title, _standings(rows, you), Prose(rules())))


def thread_title(schedule: Schedule, day: date) -> str:
    """Return what the thread under a day's post is called."""
    return _("{title}, {day}", title=_(TITLES[schedule.plan.which]), day=_date(day))


def _paragraph(pack: Pack, code: str) -> Reply:
    found = next((each for each in pack.document.paragraphs if each.ref.code == code), None)
    if found is None:
        gone = phrase(
            "Today’s passage was taken out of the collection. There is another next time."
        )
        return Reply((Prose(gone),))
    whole = pack.document.passage(found.ref)
    title = Heading(phrase(TITLES[Which.TEXT]))
    return Reply((title, quotation(pack, whole)), _controls(pack, whole, ""))


def _revealed(pack: Pack, before: Revealed) -> list[Block]:
    blocks: list[Block] = [Heading(phrase("The answer of {day}", day=_date(before.day)))]
    asked = pack.question(before.item)
    if asked is None:
        blocks.append(Prose(phrase("That question was withdrawn.")))
    else:
        blocks.append(Prose(inline(f"{asked.prompt} ", Strong(asked.solution))))
        blocks += explained(pack, asked)
    return [*blocks, *_how_answered(before)]


def _how_answered(before: Revealed) -> list[Block]:
    tally = before.tally
    if not tally.answers:
        return [Prose(phrase("Nobody answered it."))]
    counts = {_("Right"): tally.right, _("Close"): tally.close, _("Wrong"): tally.wrong}
    bars = Bars(tuple(Bar(name, number, tally.answers) for name, number in counts.items()))
    if not before.table:
        return [bars]
    title = Heading(phrase("The table of {month}", month=_month(before.day)))
    return [bars, title, _standings(before.table)]


def _standings(rows: Sequence[TableRow], you: tuple[str, str] = ("", "")) -> Standings:
    return Standings(
        tuple(
            Standing(rank, row.name, row.points, _detail(row), (row.platform, row.user) == you)
            for rank, row in ranked((row.points, row) for row in rows)
        )
    )


def _detail(row: TableRow) -> str:
    right = ngettext(
        "{right} of {n} answer right", "{right} of {n} answers right", row.answers, right=row.right
    )
    if row.streak < 2:
        return right
    return _("{right}, {streak} in a row", right=right, streak=row.streak)


def _controls(pack: Pack, found: Passage, quote: str) -> tuple[Control, ...]:
    code = found.ref.code
    controls = list(passage_controls(pack, found))
    if any(each.ref.whole == found.ref.whole for q in pack.questions for each in q.evidence):
        controls.append(Button(_("Quiz me on this"), Action("quiz-on", (found.ref.whole.code,))))
    return (*controls, Button(_("Save"), Action("save", (code, quote))))


def _month(day: date) -> str:
    return format_date(day, "LLLL y", locale=spoken().code)


def _date(day: date) -> str:
    # Translators: a date, such as 2 March 2026, in the letters of Unicode's patterns.
    return format_date(day, _("d MMMM y"), locale=spoken().code)
