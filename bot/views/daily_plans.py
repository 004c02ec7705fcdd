"""Replies about what is posted daily: what was set, what there is, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, get_day_names

from bot.chat.language import N_, _, ngettext, phrase, spoken
from bot.chat.reply import Fact, Facts, Heading, Prose, Reply, Visibility
from bot.chat.text import Code, Inline, Strong, Time, inline
from bot.daily.plan import Happening, Outcome, Plan, Schedule, State, Which
from bot.daily.quiet import QuietHours
from bot.daily.schedule import CATCH_UP
from bot.pack.model import Pack
from bot.views.words import joined

WHICH: Final = {
    Which.SHUFFLED: N_("Quotes, shuffled"),
    Which.IN_ORDER: N_("Quotes, in reading order"),
    Which.TEXT: N_("The text, a paragraph a day"),
    Which.QUIZ: N_("Quiz of the day"),
}
"""What can be posted, as it is listed and chosen."""

_DAYS_TOLD: Final = 3
"""Days that were missed and are named, at most."""


@dataclass(frozen=True, slots=True)
class Hush:
    """Quiet hours that a post falls into, and when it is made after all, if it is."""

    hours: QuietHours
    until: datetime | None


def kept(pack: Pack, schedule: Schedule, *, is_new: bool, hush: Hush | None = None) -> Reply:
    """Confirm what was set, with the moment of the next post, and what quiet hours do to it."""
    name = Strong(_("Daily post {number}", number=schedule.number))
    said = (
        phrase("{name} is set up.", name=name)
        if is_new
        else phrase("{name} is changed.", name=name)
    )
    what = "; ".join([_(WHICH[schedule.plan.which]), *_details(pack, schedule.plan)])
    facts = (Fact(_("What"), inline(what)), Fact(_("Next"), _next(schedule)))
    ways = phrase(
        "To see what comes: {preview}. To have it now: {now}.",
        preview=Code(_numbered("preview", schedule)),
        now=Code(_numbered("now", schedule)),
    )
    hushed = (Prose(hushes(schedule, hush)),) if hush else ()
    blocks = (Prose(said), Facts(facts), *hushed, Prose(ways))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def hushes(schedule: Schedule, hush: Hush) -> Inline:
    """Say what quiet hours do to the next post."""
    hours = f"{hush.hours.begins:%H:%M}–{hush.hours.ends:%H:%M}"
    if hush.until:
        return phrase(
            "That is in the quiet hours here ({hours}): it is posted when they end, {time}.",
            hours=hours,
            time=Time(hush.until),
        )
    return phrase(
        "That is in the quiet hours here ({hours}), and when they end it is too late for that day: "
        "it is left out. Choose another time with {command}, or other quiet hours with {settings}.",
        hours=hours,
        command=Code(_numbered("set", schedule)),
        settings=Code("/settings"),
    )


def paused(schedule: Schedule) -> Reply:
    """Confirm a pause."""
    return _private(
        phrase(
            "Daily post {number} is paused. To go on, from where it stopped: {command}.",
            number=schedule.number,
            command=Code(_numbered("resume", schedule)),
        )
    )


def resumed(schedule: Schedule) -> Reply:
    """Confirm that a schedule goes on."""
    return _private(
        phrase(
            "Daily post {number} goes on. Next: {time}.",
            number=schedule.number,
            time=Time(schedule.due.at),
        )
    )


def skipped(schedule: Schedule, day: date) -> Reply:
    """Confirm that one post is left out."""
    return _private(
        phrase(
            "Daily post {number} leaves out {day}. Next: {time}.",
            number=schedule.number,
            day=_date(day),
            time=Time(schedule.due.at),
        )
    )


def removed(schedule: Schedule) -> Reply:
    """Confirm that a schedule is no more."""
    return _private(
        phrase(
            "Daily post {number} is off. What was posted stays, and so do points.",
            number=schedule.number,
        )
    )


def posting(schedule: Schedule) -> Reply:
    """Confirm that the post of the day comes now."""
    return _private(
        phrase(
            "Daily post {number} is on its way here, in place of today’s. After it: {time}.",
            number=schedule.number,
            time=Time(schedule.due.at),
        )
    )


def previewed(schedule: Schedule, shown: Reply) -> Reply:
    """Show somebody, for themselves, what the next post will be."""
    if schedule.state is State.RUNNING:
        at = Time(schedule.due.at)
        head = phrase("Only you see this. It will be posted here: {time}", time=at)
    else:
        head = phrase("Only you see this. It comes next, once this daily post goes on.")
    return Reply((Prose(head), *shown.blocks), visibility=Visibility.ONLY_YOU)


def listed(pack: Pack, rows: Sequence[tuple[Schedule, Sequence[Happening]]]) -> Reply:
    """List what is posted daily in a place, and what was not."""
    if not rows:
        how = Code("/daily set time=08:00 zone=Europe/Berlin")
        return _private(
            phrase(
                "Nothing is posted here daily. An admin sets it up, for example with {command}.",
                command=how,
            )
        )
    facts = tuple(
        Fact(f"{schedule.number} · {_(WHICH[schedule.plan.which])}", _row(pack, schedule, past))
        for schedule, past in rows
    )
    rule = phrase(
        "A post that could not be made in time is made up for within {hours} hours, or missed.",
        hours=int(CATCH_UP.total_seconds() // 3600),
    )
    blocks = (Heading(phrase("Daily here")), Facts(facts), Prose(rule))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def described(pack: Pack, schedule: Schedule) -> Inline:
    """Say what a daily post is, and when it comes next."""
    return inline(f"{_(WHICH[schedule.plan.which])}; ", *_row(pack, schedule, ()))


def _row(pack: Pack, schedule: Schedule, past: Sequence[Happening]) -> Inline:
    details = "; ".join(_details(pack, schedule.plan))
    return (*inline(f"{details}. "), *_state(schedule), *_left_out(past))


def _state(schedule: Schedule) -> Inline:
    match schedule.state:
        case State.RUNNING:
            return phrase("Next: {time}.", time=Time(schedule.due.at))
        case State.PAUSED:
            return phrase("Paused.")
        case State.LOST:
            return phrase(
                "Stopped, since nothing could be posted here any more. To go on: {command}.",
                command=Code(_numbered("resume", schedule)),
            )


def _next(schedule: Schedule) -> Inline:
    if schedule.state is State.RUNNING:
        return inline(Time(schedule.due.at))
    how = Code(_numbered("resume", schedule))
    return phrase("Nothing, before it goes on: {command}", command=how)


def _left_out(past: Sequence[Happening]) -> Inline:
    """Say which days were left out lately, and why."""
    missed = [each.day for each in past if each.outcome is Outcome.MISSED]
    skipped = [each.day for each in past if each.outcome is Outcome.SKIPPED]
    hushed = [each.day for each in past if each.outcome is Outcome.HUSHED]
    said = []
    if missed:
        said.append(_("Missed: {days}.", days=_days(missed)))
    if skipped:
        said.append(_("Left out on request: {days}.", days=_days(skipped)))
    if hushed:
        said.append(_("Left out in quiet hours: {days}.", days=_days(hushed)))
    return inline("".join(f" {each}" for each in said)) if said else ()


def _details(pack: Pack, plan: Plan) -> list[str]:
    """Say each thing that was decided about a daily post."""
    details = []
    if plan.topic:
        details.append(_("on {topic}", topic=pack.topics.get(plan.topic, plan.topic)))
    details.append(_when(plan))
    if plan.which in (Which.SHUFFLED, Which.IN_ORDER) and not plan.with_question:
        details.append(_("without the question to think about"))
    if plan.in_thread:
        details.append(_("with a thread"))
    if plan.notify:
        details.append(_("notifies {whom}", whom=plan.notify))
    return details


def _when(plan: Plan) -> str:
    timing = plan.timing
    at = {"time": f"{timing.at:%H:%M}", "zone": timing.zone}
    if len(timing.days) == 7:
        return _("every day at {time} ({zone})", **at)
    if timing.days == frozenset(range(5)):
        return _("Monday to Friday at {time} ({zone})", **at)
    names = get_day_names("abbreviated", locale=spoken().code)
    days = joined([names[day] for day in sorted(timing.days)])
    return _("{days} at {time} ({zone})", days=days, **at)


def _numbered(what: str, schedule: Schedule) -> str:
    return f"/daily {what} number={schedule.number}"


def _days(days: Sequence[date]) -> str:
    told = [_date(day) for day in sorted(days)[-_DAYS_TOLD:]]
    rest = len(days) - len(told)
    earlier = [ngettext("{n} earlier day", "{n} earlier days", rest)] if rest else []
    return joined([*earlier, *told])


def _date(day: date) -> str:
    return format_date(day, "EEE y-MM-dd", locale=spoken().code)


def _private(text: Inline) -> Reply:
    return Reply((Prose(text),), visibility=Visibility.ONLY_YOU)
