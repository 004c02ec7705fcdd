"""The form for a daily post. Keys are short, since a control has to hold all of them."""

from typing import Final

from babel.dates import get_day_names

from bot.chat.action import Action
from bot.chat.form import Choose, Field, Option, Write
from bot.chat.language import N_, _, phrase, spoken
from bot.chat.reply import Form, Heading, Prose, Reply, Visibility
from bot.daily.plan import Plan, Schedule, Which
from bot.daily.schedule import EVERY_DAY
from bot.daily.zones import LONGEST_TIME, LONGEST_ZONE
from bot.views.daily_plans import WHICH as NAMES

TIME, ZONE, DAYS, WHICH_FIELD, WITH, NOTIFY = "t", "z", "d", "w", "x", "n"
"""The names of its fields."""

QUESTION, THREAD = "q", "t"
"""What may come with a post."""

WHICH: Final = {which.value[0]: which for which in Which}
"""What can be posted, by its key."""

LONGEST_NOTIFY: Final = 80

_WITH = {
    QUESTION: N_("The question to think about"),
    THREAD: N_("A thread to talk in, where there are such"),
}


def fields(
    plan: Plan | None = None, *, with_zone: bool = False, with_notify: bool = False
) -> tuple[Field, ...]:
    """Return what the form asks for, filled in with a plan.

    Discord takes five fields: where the zone is asked for, it is not asked whom to notify.
    """
    timed = Write(TIME, _("At what local time, such as 08:00"), LONGEST_TIME, _at(plan))
    zone = Write(ZONE, _("In which time zone, such as Berlin"), LONGEST_ZONE)
    notify = Write(
        NOTIFY,
        _("A role or group to notify, or nobody"),
        LONGEST_NOTIFY,
        plan.notify if plan else "",
        is_optional=True,
    )
    last = (notify,) if with_notify else ()
    return (timed, *((zone,) if with_zone else ()), _days(plan), _which(plan), _with(plan), *last)


def form(plan: Plan, action: Action, *, with_zone: bool) -> Form:
    """Return the form, filled in with a plan; ``with_zone`` where no time zone is decided."""
    asked = fields(plan, with_zone=with_zone, with_notify=not with_zone)
    return Form(_("A daily post"), asked, action, _("Fill in"))


def asked(filled: Form, before: Schedule | None) -> Reply:
    """Ask for a new daily post, or for changes of one."""
    if before is None:
        title = phrase("A daily post for this place")
        how = phrase("Nothing is posted before you have filled this in.")
    else:
        title = phrase("Daily post {number}", number=before.number)
        how = phrase(
            "Nothing changes before you have filled this in. What you leave as it is stays."
        )
    return Reply((Heading(title), Prose(how)), (filled,), visibility=Visibility.ONLY_YOU)


def _at(plan: Plan | None) -> str:
    return f"{plan.timing.at:%H:%M}" if plan else ""


def _days(plan: Plan | None) -> Choose:
    names = get_day_names("wide", locale=spoken().code)
    options = tuple(Option(str(day), names[day]) for day in range(7))
    initial = tuple(map(str, sorted(plan.timing.days if plan else EVERY_DAY)))
    return Choose(DAYS, _("On which days"), options, 1, 7, initial)


def _which(plan: Plan | None) -> Choose:
    options = tuple(Option(key, _(NAMES[which])) for key, which in WHICH.items())
    initial = (plan.which.value[0],) if plan else ()
    return Choose(WHICH_FIELD, _("What is posted"), options, initial=initial)


def _with(plan: Plan | None) -> Choose:
    options = tuple(Option(key, _(label)) for key, label in _WITH.items())
    chosen = {QUESTION: plan.with_question, THREAD: plan.in_thread} if plan else {}
    initial = tuple(key for key, is_chosen in chosen.items() if is_chosen)
    return Choose(WITH, _("What comes with it"), options, 0, len(options), initial)
