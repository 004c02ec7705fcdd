"""Replies about questions: how they are asked, judged, explained and summed up."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.language import N_, _, ngettext, phrase
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
from bot.chat.text import Code, Inline, Strong, inline
from bot.document.model import Range, Ref
from bot.document.references import describe
from bot.pack.model import Pack
from bot.quiz.points import FULL, HINT
from bot.quiz.practice import Entry, Practice
from bot.quiz.question import Evidence, Question
from bot.quiz.verdict import Outcome, Reason, Verdict
from bot.views.quotation import outside, quotation
from bot.views.words import clipped, in_quotes, joined

KIND_NAMES = {
    "multiple-choice": N_("Multiple choice"),
    "several-answers": N_("Several answers"),
    "true-false": N_("True or false, with proof"),
    "cloze": N_("Fill the gap"),
    "who-said": N_("Who said it"),
    "whose-view": N_("Whose view is it"),
    "ordering": N_("Put in order"),
    "number": N_("A number"),
    "short-answer": N_("Short answer"),
    "find-passage": N_("Find the passage"),
    "vocabulary": N_("Words in context"),
    "sourcing": N_("The document as a source"),
}
"""What each kind of question is called."""

DIFFICULTY_NAMES = {"easy": N_("easy"), "medium": N_("medium"), "hard": N_("hard")}

OUTCOME_NAMES = {
    Outcome.RIGHT: N_("right"),
    Outcome.CLOSE: N_("close"),
    Outcome.WRONG: N_("wrong"),
}

REASONS = {
    Reason.EXACT: N_("That is it."),
    Reason.WORDING: N_("That says the same."),
    Reason.NUMBER: N_("That is the number."),
    Reason.TYPO: N_("Allowing for a slip of the keyboard."),
    Reason.INCOMPLETE: N_("That is right as far as it goes; something is missing."),
    Reason.SPELLING: N_("The spelling is too far off to be sure."),
    Reason.UNIT: N_("The number is right; the unit is not."),
    Reason.WRONG_PROOF: N_("The verdict is right, but those words do not prove it."),
    Reason.ONE_SWAP: N_("Two neighbors have changed places; the rest is right."),
    Reason.EMPTY: N_("Nothing was answered."),
    Reason.TOO_LONG: N_("That is longer than any answer, and was not read."),
    Reason.ECHO: N_("That only repeats the question."),
    Reason.SEVERAL: N_("That names more than the answer."),
    Reason.NEGATED: N_("That denies the answer."),
    Reason.SWAPPED: N_("That turns it the other way round."),
    Reason.OTHER_NUMBER: N_("That is another number."),
    Reason.REFUSED: N_("That is a near miss."),
    Reason.WRONG_ORDER: N_("That is not the order."),
    Reason.ELSEWHERE: N_("It does not stand there."),
    Reason.NO_REFERENCE: N_("That does not name a place; try ¶ 4, or p. 225."),
    Reason.WRONG: N_("That is not it."),
}
"""A sentence for each reason that the judge gives."""


MAX_QUOTATIONS = 5
"""Quotations that explain one answer, at most."""


def asked(practice: Practice, question: Question, before: Sequence[Block] = ()) -> Reply:
    """Ask the current question of a practice, below what there is to say ``before`` it."""
    here = (practice.id, str(practice.position))
    head = Heading(
        phrase(
            "Question {number} of {questions} · {kind} · {difficulty}",
            number=practice.position + 1,
            questions=len(practice.questions),
            kind=_(KIND_NAMES[question.kind]),
            difficulty=_(DIFFICULTY_NAMES[question.difficulty]),
        )
    )
    blocks: list[Block] = [*before, head]
    controls: list[Control] = [
        Form(question.prompt, question.form(practice.seed), Action("answer", here), _("Answer"))
    ]
    if practice.hinted:
        blocks.append(Prose(inline(Strong(_("Hint:")), " ", question.hint)))
    else:
        label = _("Hint") if practice.review else _("Hint (costs {points})", points=HINT)
        controls.append(Button(label, Action("hint", here)))
    controls.append(Button(_("Skip"), Action("skip", here)))
    controls.append(Button(_("Stop"), Action("stop", here)))
    return Reply(tuple(blocks), tuple(controls), Visibility.ONLY_YOU)


def judged(
    pack: Pack, question: Question, verdict: Verdict, earned: int | None, why: str
) -> list[Block]:
    """Say how an answer was judged and why, with the words of the document that decide.

    ``earned`` is ``None`` where there are no points to earn.
    """
    told = verdict.reason not in {Reason.EXACT, Reason.WRONG}
    reason = _(REASONS[verdict.reason]) if told else ""
    opening = Strong(_opening(verdict.outcome, earned))
    said = inline(opening, *(f" {part}" for part in (reason, why) if part))
    blocks: list[Block] = [Prose(said)]
    if verdict.outcome is not Outcome.RIGHT or verdict.reason is not Reason.EXACT:
        blocks.append(Prose(_solution(question)))
    return [*blocks, *explained(pack, question)]


def skipped(pack: Pack, question: Question) -> list[Block]:
    """Give the answer of a question that was skipped."""
    said = inline(Strong(_("Skipped.")), " ", *_solution(question))
    return [Prose(said), *explained(pack, question)]


def explained(pack: Pack, question: Question) -> list[Block]:
    """Explain the answer and quote the words on which it rests, each with its sentence."""
    blocks: list[Block] = [Prose(inline(question.explanation))]
    spans: dict[Ref, list[Evidence]] = {}
    for evidence in question.evidence:
        spans.setdefault(evidence.ref, []).append(evidence)
    for ref, found in list(spans.items())[:MAX_QUOTATIONS]:
        passage = pack.document.passage(ref)
        starts = [evidence.span.start - passage.start for evidence in found]
        matches = [Range(at, at + len(e.text)) for at, e in zip(starts, found, strict=True)]
        blocks.append(quotation(pack, passage, matches))
    return [*blocks, outside(question.outside)] if question.outside else blocks


def over(pack: Pack, practice: Practice, before: Sequence[Block] = ()) -> Reply:
    """Sum up a practice: the points, and what was missed with the passages to read again."""
    title = Heading(phrase("The quiz is over"))
    blocks: list[Block] = [*before, title, Prose(inline(_score(practice))), *missed(pack, practice)]
    if any(attempt.is_missed for entry in practice.log if (attempt := entry.attempt)):
        blocks.append(comes_back())
    another = Button(_("Another quiz"), Action("quiz"), Style.PRIMARY)
    return Reply(tuple(blocks), (another, *read_again(pack, practice)), Visibility.ONLY_YOU)


def missed(pack: Pack, practice: Practice) -> list[Block]:
    """List what was missed or skipped, with its answer and its place."""
    facts = [_missed(pack, question) for question in _questions_missed(pack, practice)]
    if facts:
        return [Prose(phrase("To read again:")), Facts(tuple(facts))]
    return [Prose(phrase("Nothing missed."))] if practice.answered else []


def read_again(pack: Pack, practice: Practice) -> tuple[Control, ...]:
    """Return the menu of the passages in which what was missed stands."""
    options = _places(pack, _questions_missed(pack, practice))
    return (Menu(_("Read again"), options, Action("passage")),) if options else ()


def comes_back() -> Block:
    """Say what becomes of questions that were missed."""
    return Prose(
        phrase(
            "What gave you trouble comes back: {review} asks it again in about a day.",
            review=Code("/review"),
        )
    )


def choose_quiz(running: Practice, anew: Action) -> Reply:
    """Ask whether to go on with the quiz under way, or to start the one wished for."""
    where = {"number": running.position + 1, "questions": len(running.questions)}
    if running.review:
        said = phrase(
            "You have a review under way, at question {number} of {questions}. "
            "Go on with it, or end it and start the new quiz?",
            **where,
        )
    else:
        said = phrase(
            "You have a quiz under way, at question {number} of {questions}. "
            "Go on with it, or end it and start the new one?",
            **where,
        )
    buttons = (
        Button(_("Go on"), Action("quiz"), Style.PRIMARY),
        Button(_("Start the new one"), anew),
    )
    return Reply((Prose(said),), buttons, Visibility.ONLY_YOU)


def resumed(practice: Practice) -> list[Block]:
    """Say that a quiz goes on where it was left."""
    if practice.review:
        said = ngettext(
            "You have a review under way, with {n} question behind you. It goes on here.",
            "You have a review under way, with {n} questions behind you. It goes on here.",
            practice.position,
        )
    else:
        said = ngettext(
            "You have a quiz under way, with {n} question behind you. It goes on here.",
            "You have a quiz under way, with {n} questions behind you. It goes on here.",
            practice.position,
        )
    return [Prose(inline(said))]


def rules() -> Inline:
    """Say in a line how points are given."""
    return phrase(
        "{full} points for a right answer, a share of them for a close one, "
        "{hint} fewer after a hint.",
        full=FULL,
        hint=HINT,
    )


def already_answered(
    pack: Pack, question: Question | None, entry: Entry, *, is_review: bool = False
) -> list[Block]:
    """Say that a question was answered before, and that the first answer counts."""
    outcome = _(OUTCOME_NAMES[entry.outcome]) if entry.outcome else _("skipped")
    if is_review:
        said = _("That question is behind you ({outcome}).", outcome=outcome)
    else:
        said = _(
            "That question is behind you ({outcome}, {points}).",
            outcome=outcome,
            points=points_said(entry.points),
        )
    if question is None:
        return [Prose(inline(said))]
    return [Prose(inline(said)), *explained(pack, question)]


def none_fits(pack: Pack, wishes: Sequence[str]) -> Reply:
    """Say that no question fits what was wished for."""
    topics = joined(sorted(pack.topics.values()))
    wished = joined([in_quotes(clipped(wish, 40)) for wish in wishes])
    said = ngettext(
        "No question fits {wished}.",
        "No question fits {wished} together.",
        len(wishes),
        wished=wished,
    )
    how = phrase(
        "Ask for less: topics are {topics}. Or just {command}.",
        topics=topics,
        command=Code("/quiz"),
    )
    return Reply((Prose(inline(said)), Prose(how)), failed=True)


def no_questions(pack: Pack) -> Reply:
    """Say that the pack has no questions."""
    said = phrase("This {document} has no questions yet.", document=pack.noun)
    return Reply((Prose(said),), failed=True)


def divided(blocks: Sequence[Block]) -> list[Block]:
    """Set blocks apart from what follows."""
    return [*blocks, Divider()]


def points_said(points: int) -> str:
    """Return ``1 point``, ``2 points``."""
    return ngettext("{n} point", "{n} points", points)


def _opening(outcome: Outcome, earned: int | None) -> str:
    points = None if earned is None else points_said(earned)
    match outcome:
        case Outcome.RIGHT:
            return _("Right. {points}.", points=points) if points else _("Right.")
        case Outcome.CLOSE:
            return _("Close. {points}.", points=points) if points else _("Close.")
        case Outcome.WRONG:
            return _("Wrong.")


def _score(practice: Practice) -> str:
    if not practice.answered:
        return _("No question was answered.")
    return _(
        "{right} of {answered} right, {points}.",
        right=practice.right,
        answered=practice.answered,
        points=points_said(practice.points),
    )


def _questions_missed(pack: Pack, practice: Practice) -> list[Question]:
    entries = (entry for entry in practice.log if entry.outcome is not Outcome.RIGHT)
    return [question for entry in entries if (question := pack.question(entry.question))]


def _solution(question: Question) -> Inline:
    return phrase("The answer: {answer}", answer=Strong(question.solution))


def _missed(pack: Pack, question: Question) -> Fact:
    place = describe(question.evidence[0].ref, pack.document)
    return Fact(place, inline(f"{clipped(question.prompt, 100)} ", Strong(question.solution)))


def _places(pack: Pack, questions: Sequence[Question]) -> tuple[Option, ...]:
    refs = dict.fromkeys(question.evidence[0].ref.whole for question in questions)
    return tuple(Option(ref.code, describe(ref, pack.document)) for ref in refs)
