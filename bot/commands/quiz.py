"""The quiz taken alone: ask, judge, explain; hint, skip, stop; go on after a restart."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

from bot.chat.action import StaleAction
from bot.chat.command import Command, CommandOption, Handler
from bot.chat.form import checked
from bot.chat.reply import Block, Reply
from bot.chat.request import Press, Request
from bot.commands.arguments import argument, arguments, number_of
from bot.commands.closed_book import hold
from bot.commands.deck import deck_of
from bot.commands.desk import Desk
from bot.commands.permissions import require_pack
from bot.commands.wishes import DIFFICULTY, KINDS_WISHED, TOPIC, Wishes
from bot.errors import StorageBusy
from bot.ports import ChangedMeanwhile
from bot.quiz import practice as rules
from bot.quiz.draw import draw
from bot.quiz.practice import Practice
from bot.quiz.question import Question
from bot.views import question as views
from bot.views import review as review_views

GROUP = "Quiz"

DEFAULT_COUNT, MAX_COUNT = 10, 50
"""Questions of a quiz: unless said otherwise, and at most."""


ATTEMPTS = 5
"""How often a change is tried again when another request of the same person was first."""

Change = Callable[[Practice, Question], tuple[Practice, list[Block]]]
"""What a press makes of a practice, and what there is to say to it."""


async def quiz(desk: Desk, request: Request) -> Reply:
    """Start a quiz; go on with the one under way, unless the person wishes for another."""
    return await _take(desk, request, Wishes.of(request))


async def quiz_on(desk: Desk, request: Request) -> Reply:
    """Start a quiz on the passage that a control names."""
    return await _take(desk, request, Wishes(passage=argument(request, 0)))


async def _take(desk: Desk, request: Request, wishes: Wishes) -> Reply:
    running = await under_way(desk, request)
    if running is None:
        return await _draw(desk, request, wishes)
    if not wishes.said:
        return await go_on(desk, request, running)
    if not running.is_begun:
        return await _draw(desk, request, wishes)
    return views.choose_quiz(running, wishes.action("quiz-anew", desk.pack))


async def quiz_anew(desk: Desk, request: Request) -> Reply:
    """Start a quiz with wishes said before; one that is under way ends."""
    return await _draw(desk, request, Wishes.kept(arguments(request)))


async def under_way(desk: Desk, request: Request) -> Practice | None:
    """Return the quiz on this document that a person has not finished, if there is one."""
    running = await desk.practices.running(request.actor)
    return running if running and running.pack == desk.pack.id else None


async def begin(
    desk: Desk,
    request: Request,
    questions: Sequence[str],
    before: Sequence[Block] = (),
    *,
    review: bool = False,
) -> Reply:
    """Begin a quiz of questions by id, and ask the first below what there is to say ``before`` it."""
    practice_id = _id_for(request)
    begun = Practice(practice_id, desk.pack.id, practice_id, tuple(questions), review=review)
    await desk.practices.begin(request.actor, request.place, begun, request.at)
    stored = await desk.practices.find(request.actor, practice_id)
    return await _next(desk, request, stored or begun, before)


async def go_on(desk: Desk, request: Request, running: Practice) -> Reply:
    """Go on with a quiz where it was left."""
    return await _next(desk, request, running, views.divided(views.resumed(running)))


async def answer(desk: Desk, request: Request) -> Reply:
    """Judge the answer to the current question, explain it, and ask the next."""
    filled = request.what.response if isinstance(request.what, Press) else {}

    def judged(practice: Practice, question: Question) -> tuple[Practice, list[Block]]:
        response = checked(question.form(practice.seed), filled)
        verdict = question.judge(response, practice.seed, desk.judge)
        after = rules.answer(practice, response, verdict, request.at)
        earned = None if practice.review else after.log[-1].points
        why = question.why_wrong(response, practice.seed)
        said = views.judged(desk.pack, question, verdict, earned, why)
        return after, views.divided(said)

    return await _change(desk, request, judged)


async def skip(desk: Desk, request: Request) -> Reply:
    """Pass over the current question."""

    def skipped(practice: Practice, question: Question) -> tuple[Practice, list[Block]]:
        said = views.divided(views.skipped(desk.pack, question))
        return rules.skip(practice, request.at), said

    return await _change(desk, request, skipped)


async def hint(desk: Desk, request: Request) -> Reply:
    """Give the hint of the current question, which costs points."""
    return await _change(desk, request, lambda practice, _: (rules.hint(practice), []))


async def stop(desk: Desk, request: Request) -> Reply:
    """End the quiz here; what was answered counts."""

    def stopped(practice: Practice, _: Question) -> tuple[Practice, list[Block]]:
        return rules.stop(practice), []

    return await _change(desk, request, stopped, is_telling=False)


async def _draw(desk: Desk, request: Request, wishes: Wishes) -> Reply:
    await require_pack(desk, request)
    if not desk.pack.questions:
        return views.no_questions(desk.pack)
    questions = wishes.fitting(desk.pack)
    if not questions:
        return views.none_fits(desk.pack, wishes.said)
    asked = await desk.practices.times_asked(request.actor, desk.pack.id)
    count = int(wishes.count) if wishes.count.isdecimal() else DEFAULT_COUNT
    chosen = draw(questions, min(count, MAX_COUNT), _id_for(request), asked)
    return await begin(desk, request, [each.id for each in chosen])


def _id_for(request: Request) -> str:
    """Return the id of the quiz that a request begins; it is its seed, too."""
    return blake2b(request.id.encode(), digest_size=8).hexdigest()


async def _change(
    desk: Desk, request: Request, change: Change, *, is_telling: bool = True
) -> Reply:
    """Change the practice that a control addresses; ``is_telling`` says that it tells of the answer."""
    for _ in range(ATTEMPTS):
        practice, question = await _addressed(desk, request)
        if question is None:
            return await _behind(desk, practice, request)
        if is_telling:
            await hold(desk, request, question)
        after, said = change(practice, question)
        try:
            await desk.practices.save(practice, after)
        except ChangedMeanwhile:
            continue
        return await _next(desk, request, after, said)
    raise StorageBusy


async def _addressed(desk: Desk, request: Request) -> tuple[Practice, Question | None]:
    practice = await desk.practices.find(request.actor, argument(request, 0))
    position = argument(request, 1)
    if (
        practice is None
        or practice.pack != desk.pack.id
        or not (position.isascii() and position.isdecimal() and len(position) < 4)
    ):
        raise StaleAction
    if int(position) != practice.position or practice.is_over:
        return practice, None
    return practice, desk.pack.question(practice.current)


async def _behind(desk: Desk, practice: Practice, request: Request) -> Reply:
    position = number_of(argument(request, 1))
    if position >= len(practice.log):
        return await _next(desk, request, practice)
    entry = practice.log[position]
    question = desk.pack.question(entry.question)
    if question is not None:
        await hold(desk, request, question)
    said = views.already_answered(desk.pack, question, entry, is_review=practice.review)
    return await _next(desk, request, practice, views.divided(said))


async def _next(
    desk: Desk, request: Request, practice: Practice, before: Sequence[Block] = ()
) -> Reply:
    """Ask the next question that the pack still has, or sum up."""
    while not practice.is_over:
        question = desk.pack.question(practice.current)
        if question is not None:
            return views.asked(practice, question, before)
        without_it = rules.skip(practice, desk.clock.now())
        try:
            await desk.practices.save(practice, without_it)
        except ChangedMeanwhile:
            raise StorageBusy from None
        practice = without_it
    if practice.review:
        return review_views.over(desk.pack, practice, await deck_of(desk, request), before)
    return views.over(desk.pack, practice, before)


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="quiz",
        summary="Take a quiz; without options, go on with the one under way",
        handler=quiz,
        group=GROUP,
        example="/quiz difficulty=easy count=5",
        options=(
            TOPIC,
            DIFFICULTY,
            CommandOption(
                name="count",
                summary="How many questions",
                type="number",
                minimum=1,
                maximum=MAX_COUNT,
            ),
            KINDS_WISHED,
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "quiz": quiz,
    "quiz-anew": quiz_anew,
    "quiz-on": quiz_on,
    "answer": answer,
    "hint": hint,
    "skip": skip,
    "stop": stop,
}
