"""The quiz taken alone: ask, judge, explain; hint, skip, stop; go on after a restart."""

from collections.abc import Callable
from hashlib import blake2b

from bot.chat.action import StaleAction
from bot.chat.command import Command, CommandOption, Handler
from bot.chat.form import Option
from bot.chat.reply import Block, Reply
from bot.chat.request import Press, Request
from bot.commands.arguments import argument, number, option
from bot.commands.desk import Desk
from bot.commands.reading import complete_topic, topic_key
from bot.pack.model import Pack
from bot.ports import ChangedMeanwhile
from bot.quiz import practice as rules
from bot.quiz.draw import draw
from bot.quiz.kinds import KINDS
from bot.quiz.practice import Practice
from bot.quiz.question import DIFFICULTIES, Question
from bot.views import question as views

GROUP = "Quiz"

DEFAULT_COUNT, MAX_COUNT = 10, 50
"""Questions of a quiz: unless said otherwise, and at most."""


async def quiz(desk: Desk, request: Request) -> Reply:
    """Start a quiz; without wishes, go on with the one under way."""
    running = await desk.practices.running(request.actor)
    wished = wishes(request)
    if running and running.pack == desk.pack.id and not wished:
        return await _next(desk, running, views.divided(views.resumed(running)))
    if not desk.pack.questions:
        return views.no_questions(desk.pack)
    questions = fitting(desk.pack, request)
    if not questions:
        return views.none_fits(desk.pack, wished)
    asked = await desk.practices.times_asked(request.actor, desk.pack.id)
    practice_id = blake2b(request.id.encode(), digest_size=8).hexdigest()
    chosen = draw(questions, number(request, "count", DEFAULT_COUNT), practice_id, asked)
    begun = Practice(practice_id, desk.pack.id, practice_id, tuple(each.id for each in chosen))
    await desk.practices.begin(request.actor, request.place, begun, request.at)
    stored = await desk.practices.find(request.actor, practice_id)
    return await _next(desk, stored or begun)


async def answer(desk: Desk, request: Request) -> Reply:
    """Judge the answer to the current question, explain it, and ask the next."""
    practice, question = await _addressed(desk, request)
    if question is None:
        return await _behind(desk, practice, request)
    response = request.what.response if isinstance(request.what, Press) else {}
    verdict = question.judge(response, practice.seed, desk.judge)
    after = rules.answer(practice, response, verdict, request.at)
    if not await _saved(desk, practice, after):
        return await answer(desk, request)
    why = question.why_wrong(response, practice.seed)
    said = views.judged(desk.pack, question, verdict, after.log[-1].points, why)
    return await _next(desk, after, views.divided(said))


async def skip(desk: Desk, request: Request) -> Reply:
    """Pass over the current question."""
    practice, question = await _addressed(desk, request)
    if question is None:
        return await _behind(desk, practice, request)
    after = rules.skip(practice, request.at)
    if not await _saved(desk, practice, after):
        return await skip(desk, request)
    return await _next(desk, after, views.divided(views.skipped(desk.pack, question)))


async def hint(desk: Desk, request: Request) -> Reply:
    """Give the hint of the current question, which costs points."""
    return await _changed(desk, request, rules.hint)


async def stop(desk: Desk, request: Request) -> Reply:
    """End the quiz here; what was answered counts."""
    return await _changed(desk, request, rules.stop)


async def _changed(desk: Desk, request: Request, change: Callable[[Practice], Practice]) -> Reply:
    practice, question = await _addressed(desk, request)
    if question is None:
        return await _behind(desk, practice, request)
    after = change(practice)
    if not await _saved(desk, practice, after):
        return await _changed(desk, request, change)
    return await _next(desk, after)


async def _addressed(desk: Desk, request: Request) -> tuple[Practice, Question | None]:
    practice = await desk.practices.find(request.actor, argument(request, 0))
    position = argument(request, 1)
    if practice is None or practice.pack != desk.pack.id or not position.isdecimal():
        raise StaleAction
    if int(position) != practice.position or practice.is_over:
        return practice, None
    return practice, desk.pack.question(practice.current)


async def _behind(desk: Desk, practice: Practice, request: Request) -> Reply:
    position = int(argument(request, 1))
    if position >= len(practice.log):
        return await _next(desk, practice)
    entry = practice.log[position]
    question = desk.pack.question(entry.question)
    said = views.already_answered(desk.pack, question, entry)
    return await _next(desk, practice, views.divided(said))


async def _next(desk: Desk, practice: Practice, before: list[Block] | None = None) -> Reply:
    while not practice.is_over:
        question = desk.pack.question(practice.current)
        if question is not None:
            return views.asked(practice, question, before or ())
        withdrawn = rules.skip(practice, desk.clock.now())
        await desk.practices.save(practice, withdrawn)
        practice = withdrawn
    return views.over(desk.pack, practice, before or ())


async def _saved(desk: Desk, before: Practice, after: Practice) -> bool:
    try:
        await desk.practices.save(before, after)
    except ChangedMeanwhile:
        return False
    return True


def wishes(request: Request) -> tuple[str, ...]:
    """Return what was wished for, as it was said."""
    names = ("topic", "difficulty", "kind", "count")
    return tuple(given for name in names if (given := option(request, name)))


def fitting(pack: Pack, request: Request) -> list[Question]:
    """Return the questions that fit the wishes for topic, difficulty and kind."""
    topic, difficulty = option(request, "topic"), option(request, "difficulty")
    kind, key = option(request, "kind"), topic_key(pack, topic)
    return [
        question
        for question in pack.questions
        if (not topic or key in question.topics)
        and difficulty in ("", question.difficulty)
        and kind in ("", question.kind)
    ]


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="quiz",
        summary="Take a quiz; without options, go on with the one under way",
        handler=quiz,
        group=GROUP,
        example="/quiz difficulty=easy count=5",
        options=(
            CommandOption(
                name="topic", summary="What it should be about", maximum=60, complete=complete_topic
            ),
            CommandOption(
                name="difficulty",
                summary="How hard the questions are",
                choices=tuple(Option(each, each) for each in DIFFICULTIES),
            ),
            CommandOption(
                name="count",
                summary="How many questions",
                type="number",
                minimum=1,
                maximum=MAX_COUNT,
            ),
            CommandOption(
                name="kind",
                summary="One kind of question only",
                choices=tuple(Option(kind.kind, views.KIND_NAMES[kind.kind]) for kind in KINDS),
            ),
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "quiz": quiz,
    "answer": answer,
    "hint": hint,
    "skip": skip,
    "stop": stop,
}
