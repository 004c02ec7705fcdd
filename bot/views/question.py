"""Replies about questions: how they are asked, judged, explained and summed up."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.form import Option
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
from bot.views.words import clipped, count, joined

KIND_NAMES = {
    "multiple-choice": "Multiple choice",
    "several-answers": "Several answers",
    "true-false": "True or false, with proof",
    "cloze": "Fill the gap",
    "who-said": "Who said it",
    "whose-view": "Whose view is it",
    "ordering": "Put in order",
    "number": "A number",
    "short-answer": "Short answer",
    "find-passage": "Find the passage",
    "vocabulary": "Words in context",
    "sourcing": "The document as a source",
}
"""What each kind of question is called."""

REASONS = {
    Reason.EXACT: "That is it.",
    Reason.WORDING: "That says the same.",
    Reason.NUMBER: "That is the number.",
    Reason.TYPO: "Allowing for a slip of the keyboard.",
    Reason.INCOMPLETE: "That is right as far as it goes; something is missing.",
    Reason.SPELLING: "The spelling is too far off to be sure.",
    Reason.UNIT: "The number is right; the unit is not.",
    Reason.WRONG_PROOF: "The verdict is right, but those words do not prove it.",
    Reason.ONE_SWAP: "Two neighbors have changed places; the rest is right.",
    Reason.EMPTY: "Nothing was answered.",
    Reason.TOO_LONG: "That is longer than any answer, and was not read.",
    Reason.ECHO: "That only repeats the question.",
    Reason.SEVERAL: "That names more than the answer.",
    Reason.NEGATED: "That denies the answer.",
    Reason.SWAPPED: "That turns it the other way round.",
    Reason.OTHER_NUMBER: "That is another number.",
    Reason.REFUSED: "That is a near miss.",
    Reason.WRONG_ORDER: "That is not the order.",
    Reason.ELSEWHERE: "It does not stand there.",
    Reason.NO_REFERENCE: "That does not name a place; try ¶ 4, or p. 225.",
    Reason.WRONG: "That is not it.",
}
"""A sentence for each reason that the judge gives."""


MAX_QUOTATIONS = 5
"""Quotations that explain one answer, at most."""


def asked(practice: Practice, question: Question, before: Sequence[Block] = ()) -> Reply:
    """Ask the current question of a practice, below what there is to say ``before`` it."""
    number = f"Question {practice.position + 1} of {len(practice.questions)}"
    kind = KIND_NAMES[question.kind]
    here = (practice.id, str(practice.position))
    head = Heading(inline(f"{number} · {kind} · {question.difficulty}"))
    blocks: list[Block] = [*before, head]
    controls: list[Control] = [
        Form(question.prompt, question.form(practice.seed), Action("answer", here), "Answer")
    ]
    if practice.hinted:
        blocks.append(Prose(inline(Strong("Hint: "), question.hint)))
    else:
        controls.append(Button(f"Hint (costs {HINT})", Action("hint", here)))
    controls.append(Button("Skip", Action("skip", here)))
    controls.append(Button("Stop", Action("stop", here), Style.DANGER))
    return Reply(tuple(blocks), tuple(controls), Visibility.ONLY_YOU)


def judged(pack: Pack, question: Question, verdict: Verdict, earned: int, why: str) -> list[Block]:
    """Say how an answer was judged and why, with the words of the document that decide."""
    opening = {
        Outcome.RIGHT: f"Right. {count(earned, 'point')}.",
        Outcome.CLOSE: f"Close. {count(earned, 'point')}.",
        Outcome.WRONG: "Wrong.",
    }[verdict.outcome]
    reason = "" if verdict.reason in (Reason.EXACT, Reason.WRONG) else REASONS[verdict.reason]
    said = inline(Strong(opening), *(f" {part}" for part in (reason, why) if part))
    blocks: list[Block] = [Prose(said)]
    if verdict.outcome is not Outcome.RIGHT or verdict.reason is not Reason.EXACT:
        blocks.append(Prose(_solution(question)))
    return [*blocks, *explained(pack, question)]


def skipped(pack: Pack, question: Question) -> list[Block]:
    """Give the answer of a question that was skipped."""
    said = inline(Strong("Skipped. "), *_solution(question))
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
    answered = [entry for entry in practice.log if entry.outcome is not None]
    score = f"{practice.right} of {len(answered)} right, {count(practice.points, 'point')}."
    if not answered:
        score = "No question was answered."
    blocks: list[Block] = [*before, Heading(inline("The quiz is over")), Prose(inline(score))]
    missed = [entry for entry in practice.log if entry.outcome is not Outcome.RIGHT]
    questions = [(entry, pack.question(entry.question)) for entry in missed]
    facts = [_missed(pack, question) for _, question in questions if question]
    if facts:
        blocks += [Prose(inline("To read again:")), Facts(tuple(facts))]
    elif answered:
        blocks.append(Prose(inline("Nothing missed.")))
    options = _places(pack, [question for _, question in questions if question])
    controls: list[Control] = [Button("Another quiz", Action("quiz"), Style.PRIMARY)]
    if options:
        controls.append(Menu("Read again", options, Action("passage")))
    return Reply(tuple(blocks), tuple(controls), Visibility.ONLY_YOU)


def choose_quiz(running: Practice, anew: Action) -> Reply:
    """Ask whether to go on with the quiz under way, or to start the one wished for."""
    at = f"question {running.position + 1} of {len(running.questions)}"
    said = f"You have a quiz under way, at {at}. Go on with it, or end it and start the new one?"
    buttons = (
        Button("Go on", Action("quiz"), Style.PRIMARY),
        Button("Start the new one", anew),
    )
    return Reply((Prose(inline(said)),), buttons, Visibility.ONLY_YOU)


def resumed(practice: Practice) -> list[Block]:
    """Say that a quiz goes on where it was left."""
    done = count(practice.position, "question")
    said = f"You have a quiz under way, with {done} behind you. It goes on here."
    return [Prose(inline(said))]


def rules() -> Inline:
    """Say in a line how points are given."""
    return inline(
        f"{FULL} points for a right answer, a share of them for a close one, "
        f"{HINT} fewer after a hint."
    )


def already_answered(pack: Pack, question: Question | None, entry: Entry) -> list[Block]:
    """Say that a question was answered before, and that the first answer counts."""
    outcome = entry.outcome.value if entry.outcome else "skipped"
    said = f"That question is behind you ({outcome}, {count(entry.points, 'point')})."
    if question is None:
        return [Prose(inline(said))]
    return [Prose(inline(said)), *explained(pack, question)]


def none_fits(pack: Pack, wishes: Sequence[str]) -> Reply:
    """Say that no question fits what was wished for."""
    topics = joined(sorted(pack.topics.values()))
    wished = joined([f"“{clipped(wish, 40)}”" for wish in wishes])
    said = f"No question fits {wished}{' together' if len(wishes) > 1 else ''}."
    how = inline(f"Ask for less: topics are {topics}. Or just ", Code("/quiz"), ".")
    return Reply((Prose(inline(said)), Prose(how)), failed=True)


def no_questions(pack: Pack) -> Reply:
    """Say that the pack has no questions."""
    return Reply((Prose(inline(f"This {pack.noun} has no questions yet.")),), failed=True)


def divided(blocks: Sequence[Block]) -> list[Block]:
    """Set blocks apart from what follows."""
    return [*blocks, Divider()]


def _solution(question: Question) -> Inline:
    return inline("The answer: ", Strong(question.solution))


def _missed(pack: Pack, question: Question) -> Fact:
    place = describe(question.evidence[0].ref, pack.document)
    return Fact(place, inline(f"{clipped(question.prompt, 100)} ", Strong(question.solution)))


def _places(pack: Pack, questions: Sequence[Question]) -> tuple[Option, ...]:
    refs = dict.fromkeys(question.evidence[0].ref.whole for question in questions)
    return tuple(Option(ref.code, describe(ref, pack.document)) for ref in refs)
