"""While a question is asked in a place, nothing that answers it is shown there; all else is."""

from collections.abc import Sequence
from datetime import timedelta

from bot.commands.closed_book import Secret
from bot.document.references import describe
from bot.pack.model import QuoteEntry, Term
from bot.quiz.draw import draw
from bot.quiz.question import Question
from tests.contest_room import CHANNEL, ELSEWHERE, PACK, Room
from tests.talk import Talk

REFUSED = "answers the question being asked here"
HELD = "asks about the same words just now"


async def asked(room: Room, question: Question, **wishes: str | int | bool) -> Talk:
    """Have a question asked first, and return a person in the place who may look things up."""
    await room.begin("ada", **{"kinds": question.kind, "seed": _seed(question), **wishes})
    assert room.question == question
    return room.person("bob")


def _seed(question: Question) -> str:
    """Return a seed by which this question is asked first."""
    fitting = [each for each in PACK.questions if each.kind == question.kind]
    seeds = (str(number) for number in range(10_000))
    return next(seed for seed in seeds if draw(fitting, 1, seed, {}) == (question,))


def a_question(kind: str = "multiple-choice") -> Question:
    of_kind = (each for each in PACK.questions if each.kind == kind)
    return next(each for each in of_kind if each.evidence[0].ref.part == "paragraph")


def given_away(question: Question) -> Sequence[Term]:
    return [term for term in PACK.terms if Secret(question).has(term)]


def with_terms() -> tuple[Question, Term]:
    """A question, and a term that stands in its answer."""
    pairs = ((q, t) for q in PACK.questions for t in given_away(q) if t.name in q.solution)
    return next((q, t) for q, t in pairs if q.kind == "multiple-choice")


def with_quote() -> tuple[Question, QuoteEntry]:
    """A question whose answer a quote of the collection gives."""
    return next(
        (question, entry)
        for question in PACK.questions
        for entry in PACK.quotes
        if Secret(question).covers(entry.span.ref)
    )


def place_of(question: Question) -> str:
    return describe(question.evidence[0].ref.whole, PACK.document)


async def test_the_passage_is_not_shown_however_it_is_asked_for(room: Room) -> None:
    """By its words, by its number, cited, by a control on an older message."""
    question = a_question()
    bob, ref = await asked(room, question), question.evidence[0].ref
    said = [
        await bob.say("lookup", query=question.evidence[0].text),
        await bob.say("lookup", query=place_of(question)),
        await bob.say("passage", reference=place_of(question)),
        await bob.say("cite", reference=place_of(question)),
        await bob.forge("passage", ref.code),
        await bob.forge("passage", ref.whole.code),
        await bob.forge("hit", f"{ref.code}:0-1"),
        await bob.forge("terms", ref.whole.code),
        await bob.forge("cite", ref.code, "mla"),
        await bob.say("outline"),
    ]
    assert [each for each in said if REFUSED not in each] == []


async def test_everything_is_open_elsewhere_and_afterwards(room: Room) -> None:
    """A private place, another channel, and here as soon as the answer is out."""
    question, term = with_terms()
    bob = await asked(room, question)
    for who in (room.person("bob", ELSEWHERE), bob):
        said = [
            await who.say("passage", reference=place_of(question)),
            await who.say("cite", reference=place_of(question)),
            await who.say("glossary", term=term.name),
            await who.say("glossary"),
            await who.say("outline"),
        ]
        assert [each for each in said if REFUSED in each] == []
        await room.pass_time(32)


async def test_what_does_not_give_the_answer_stays_open(room: Room) -> None:
    """Another passage, another term, the whole document's citation, the help."""
    question, _ = with_terms()
    bob = await asked(room, question)
    other = next(
        block.ref for block in PACK.document.paragraphs if not Secret(question).covers(block.ref)
    )
    term = next(term for term in PACK.terms if not Secret(question).has(term))
    said = [
        await bob.say("passage", reference=describe(other, PACK.document)),
        await bob.say("cite", reference=describe(other, PACK.document)),
        await bob.say("cite"),
        await bob.say("glossary", term=term.name),
        await bob.say("about"),
        await bob.say("quote"),
    ]
    assert [each for each in said if REFUSED in each] == []


async def test_a_term_of_the_answer_is_not_explained(room: Room) -> None:
    """By any of its names, in the list, or picked from an older message."""
    question, term = with_terms()
    bob = await asked(room, question)
    said = [await bob.say("glossary", term=name) for name in (term.name, *term.aliases)]
    said += [await bob.say("glossary"), await bob.forge("term", term.id)]
    assert [each for each in said if REFUSED not in each] == []


async def test_a_term_of_the_passage_is_not_explained(room: Room) -> None:
    """What the words mean may be the very question."""
    question = a_question("vocabulary")
    bob = await asked(room, question)
    for term in given_away(question):
        assert REFUSED in await bob.say("glossary", term=term.name)


async def test_another_quote_is_shown_than_the_one_that_answers(room: Room) -> None:
    """Of a topic that has others; and it is refused where there is no other."""
    question, entry = with_quote()
    bob = await asked(room, question)
    for _ in range(12):
        said = await bob.say("quote")
        assert entry.note not in said
        assert REFUSED not in said
    for topic in entry.topics:
        others = [q for q in PACK.quotes if topic in q.topics]
        refused = all(Secret(question).covers(each.span.ref) for each in others)
        assert (REFUSED in await bob.say("quote", topic=topic)) is refused


async def test_what_is_pointed_at_is_looked_up_under_the_same_rule(room: Room) -> None:
    """A message that quotes the answer shows no passage around it."""
    question = a_question()
    bob = await asked(room, question)
    for shortcut in ("find", "quote"):
        said = await bob.point(shortcut, question.evidence[0].text)
        assert REFUSED in said


async def test_a_query_that_finds_nothing_suggests_no_answer(room: Room) -> None:
    """The nearest passage is left out where it is the one that answers."""
    query = "Litvinov resigned over the congress"
    near = next(s.ref for s in room.bot._desk.index.find(query).suggestions if s.ref)
    question = next(q for q in PACK.questions if Secret(q).covers(near))
    open_said = await room.person("bob").say("lookup", query=query)
    assert "The nearest thing" in open_said
    bob = await asked(room, question)
    said = await bob.say("lookup", query=query)
    assert "does not say" in said
    assert "The nearest thing" not in said


async def test_what_the_document_is_is_not_told_while_that_is_asked(room: Room) -> None:
    """Questions about the source are answered by /about."""
    bob = await asked(room, a_question("sourcing"), count=3)
    assert REFUSED in await bob.say("about")


async def test_completion_tells_no_words_of_the_document(room: Room) -> None:
    """Numbers are completed; elsewhere, and once the answer is out, with what each paragraph says."""
    await asked(room, a_question())
    for name, option in (("passage", "reference"), ("cite", "reference")):
        here = room.bot.complete(name, option, "", CHANNEL)
        assert {each.key for each in here} == {each.label for each in here}
        assert room.bot.complete(name, option, "japan", CHANNEL) == ()
        told = room.bot.complete(name, option, "japan", ELSEWHERE)
        assert told == room.bot.complete(name, option, "japan")
        assert ": " in told[0].label
    await room.pass_time(32)
    assert ": " in room.bot.complete("passage", "reference", "", CHANNEL)[0].label


async def in_a_quiz(room: Room, question: Question, name: str = "eve") -> Talk:
    """Return somebody whose own quiz is at a question."""
    eve = room.person(name)
    await eve.say("quiz", count=50, kinds=question.kind)
    while eve.form.title != question.prompt:
        await eve.press("Skip")
    return eve


async def test_a_quiz_alone_tells_no_answer_that_is_asked_for(room: Room) -> None:
    """It waits at that question, with nothing lost, until the answer is out."""
    question = a_question()
    eve = await in_a_quiz(room, question)
    await asked(room, question)
    at_question = eve.reply
    for label in ("Skip", "Hint"):
        assert HELD in await eve.press(label)
        eve.reply = at_question
    _, response = next(iter(question.right(eve.form.action.arguments[0])))
    assert HELD in await eve.fill(response)
    await room.pass_time(32)
    eve.reply = at_question
    assert "Right." in await eve.fill(response)


async def test_a_review_tells_no_answer_that_is_asked_for(room: Room) -> None:
    """A card is a question like any other."""
    question = a_question()
    eve = await in_a_quiz(room, question)
    await eve.press("Hint")
    _, response = next(iter(question.right(eve.form.action.arguments[0])))
    await eve.fill(response)
    await eve.press("Stop")
    await room.pass_time(timedelta(days=1).total_seconds())
    await asked(room, question)
    assert "1 card is due" in await eve.say("review")
    assert HELD in await eve.press("Skip")


async def test_a_question_behind_one_tells_no_answer_that_is_asked_for(room: Room) -> None:
    """Neither do the buttons of an older message of a quiz."""
    question = a_question()
    eve = await in_a_quiz(room, question)
    at_question = eve.reply
    await eve.press("Skip")
    await asked(room, question)
    eve.reply = at_question
    assert HELD in await eve.press("Skip")


async def test_a_quiz_alone_goes_on_where_it_tells_no_answer(room: Room) -> None:
    """At questions about other words, elsewhere, and when it is stopped."""
    question = a_question()
    other = next(
        each
        for each in PACK.questions
        if each.kind == question.kind
        and not any(Secret(question).covers(evidence.ref) for evidence in each.evidence)
    )
    eve, zoe, kim = [
        await in_a_quiz(room, question, "eve"),
        await in_a_quiz(room, question, "zoe"),
        await in_a_quiz(room, other, "kim"),
    ]
    await asked(room, question)
    eve.place = ELSEWHERE
    assert "Skipped." in await eve.press("Skip")
    assert "The quiz is over" in await zoe.press("Stop")
    assert "Skipped." in await kim.press("Skip")


async def test_an_open_book_contest_refuses_nothing(room: Room) -> None:
    """Its host decided so."""
    question, term = with_terms()
    bob = await asked(room, question, **{"open-book": True})
    said = [
        await bob.say("lookup", query=question.evidence[0].text),
        await bob.say("glossary", term=term.name),
        await bob.say("outline"),
    ]
    assert [each for each in said if REFUSED in each] == []
    assert ": " in room.bot.complete("passage", "reference", "", CHANNEL)[0].label


async def test_a_pause_opens_no_book(room: Room) -> None:
    """The question is still to be answered."""
    question = a_question()
    bob = await asked(room, question)
    ada = room.person("ada")
    await ada.say("contest status")
    await ada.press("Pause")
    assert REFUSED in await bob.say("passage", reference=place_of(question))
