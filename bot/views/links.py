"""What is said of a place that asks to take part in a contest: there, and where it was opened."""

from bot.chat.action import Action
from bot.chat.language import _, phrase
from bot.chat.reply import Button, Control, Prose, Reply, Style, Visibility
from bot.chat.text import Code, Inline, Strong, inline
from bot.quiz.contest.facts import digest
from bot.quiz.contest.state import Link, LinkStatus, Phase, State


def asked() -> Reply:
    """Confirm to an admin that their place has asked."""
    said = _(
        "Asked. The place where the contest was opened decides, before the start; the lobby appears "
        "here as soon as it agrees."
    )
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU)


def decided(*, agree: bool) -> Reply:
    """Confirm a decision to whoever made it."""
    said = (
        _("Agreed: the other place takes part.")
        if agree
        else _("Declined. The other place is told.")
    )
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU)


def link(state: State, asking: str, place: str) -> Reply:
    """Say in a place how it stands with one that has asked to take part."""
    found = state.links.get(asking)
    if place == asking:
        return Reply((Prose(_there(state, found)),))
    if found is None:
        return Reply((Prose(inline(_("The place that asked to take part is gone."))),))
    return Reply((Prose(_here(state, found, asking)),), _controls(state, found, asking))


def _there(state: State, found: Link | None) -> Inline:
    opening = Code("/contest start")
    match found and found.status:
        case LinkStatus.ASKED:
            return phrase(
                "This place has asked to take part in a contest opened elsewhere. Whether it may is "
                "decided there, before the start."
            )
        case LinkStatus.AGREED:
            return phrase("This place takes part in a contest opened elsewhere.")
        case LinkStatus.DECLINED:
            return phrase(
                "This place asked to take part in a contest opened elsewhere: declined. To open one "
                "here: {command}",
                command=opening,
            )
        case _ if _has_begun(state):
            return phrase(
                "This place asked to take part in a contest opened elsewhere, but nobody there had "
                "agreed when it started. To open one here: {command}",
                command=opening,
            )
        case _:
            return phrase(
                "This place asked to take part in a contest opened elsewhere, but nobody there had "
                "agreed when it was over. To open one here: {command}",
                command=opening,
            )


def _here(state: State, found: Link, asking: str) -> Inline:
    admin = _admin(found, asking)
    match found.status:
        case LinkStatus.ASKED:
            request = _("{admin} asks to join this contest with it.", admin=admin)
            return phrase(
                "{request} Its people would get the same questions at the same time, and stand on the "
                "same board. The host or an admin of this place decides, before the start.",
                request=Strong(request),
            )
        case LinkStatus.AGREED:
            return phrase("{admin} asked to join this contest with it: agreed.", admin=admin)
        case LinkStatus.DECLINED:
            return phrase("{admin} asked to join this contest with it: declined.", admin=admin)
        case LinkStatus.MISSED if _has_begun(state):
            return phrase(
                "{admin} asked to join this contest with it. Nobody had agreed when it started.",
                admin=admin,
            )
        case LinkStatus.MISSED:
            return phrase(
                "{admin} asked to join this contest with it. Nobody had agreed when it was over.",
                admin=admin,
            )


def _has_begun(state: State) -> bool:
    # A marathon has begun before its first question comes.
    return bool(state.rounds) or state.phase is not Phase.OVER


def _admin(found: Link, asking: str) -> str:
    platform = asking.partition(":")[0].title()
    if found.name:
        return _(
            "{name}, an admin of another place on {platform},", name=found.name, platform=platform
        )
    return _("An admin of another place on {platform}", platform=platform)


def _controls(state: State, found: Link, asking: str) -> tuple[Control, ...]:
    here = (state.contest, digest(asking))
    agree, decline = Action("c-link", (*here, "yes")), Action("c-link", (*here, "no"))
    if state.phase is not Phase.LOBBY:
        return ()
    match found.status:
        case LinkStatus.ASKED:
            return (Button(_("Agree"), agree, Style.PRIMARY), Button(_("Decline"), decline))
        case LinkStatus.DECLINED:
            return (Button(_("Agree after all"), agree),)
        case _:
            return ()
