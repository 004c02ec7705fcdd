"""How a place comes to take part in a contest opened elsewhere: its admin asks, the first place agrees."""

from msgspec.structs import replace

from bot.quiz.contest.events import BOT, LinkAsked, LinkDecided, PlaceJoined
from bot.quiz.contest.facts import LinkChanged, LobbyChanged
from bot.quiz.contest.settings import MAX_PLACES
from bot.quiz.contest.state import Change, Link, LinkStatus, Refusal, State, Step


def asked(state: State, event: LinkAsked) -> Change:
    """Put a place's wish to take part before those who decide. One that was declined is not asked anew."""
    if not (event.place and event.by):
        return Refusal.OUT_OF_RANGE
    if event.place in state.places:
        return Refusal.ALREADY_IN
    if known := state.links.get(event.place):
        return Refusal.REPEATED if known.status is LinkStatus.ASKED else Refusal.DECLINED
    if len(state.links) >= MAX_PLACES:
        return Refusal.NO_ROOM
    return _changed(state, event.place, Link(name=event.name))


def decided(state: State, event: LinkDecided) -> Change:
    """Let a place in that has asked, or decline."""
    if not _may_decide(state, event):
        return Refusal.NOT_TO_DECIDE
    link = state.links.get(event.place)
    if link is None:
        return Refusal.NOT_ASKED
    status = LinkStatus.AGREED if event.agree else LinkStatus.DECLINED
    if link.status is status:
        return Refusal.REPEATED
    if link.status is LinkStatus.AGREED:
        return Refusal.DECIDED
    step = _changed(state, event.place, replace(link, status=status))
    if not event.agree:
        return step
    after = _with_place(step.state, event.place)
    return Step(state=after, facts=(*step.facts, LobbyChanged()))


def joined(state: State, event: PlaceJoined) -> Change:
    """Let a place in that was not asked about, as earlier versions did."""
    if not event.place:
        return Refusal.OUT_OF_RANGE
    if event.place in state.places:
        return Refusal.ALREADY_IN
    return Step(state=_with_place(state, event.place), facts=(LobbyChanged(),))


def missed(state: State) -> Step:
    """Tell every place that still waits for a decision that the contest goes on without it."""
    step = Step(state=state)
    for place, link in sorted(state.links.items()):
        if link.status is LinkStatus.ASKED:
            late = _changed(step.state, place, replace(link, status=LinkStatus.MISSED))
            step = Step(state=late.state, facts=step.facts + late.facts)
    return step


def lost(state: State, place: str) -> Step:
    """Forget a place that is gone; nobody needs to decide about it any more."""
    links = {key: link for key, link in state.links.items() if key != place}
    waited = place in state.links and state.links[place].status is LinkStatus.ASKED
    facts = (LinkChanged(place=place),) if waited else ()
    return Step(state=replace(state, links=links), facts=facts)


def _may_decide(state: State, event: LinkDecided) -> bool:
    is_admin = event.admin_of == state.places[0] and event.by != BOT
    return is_admin or event.by == state.host != BOT


def _with_place(state: State, place: str) -> State:
    return replace(state, places=(*state.places, place))


def _changed(state: State, place: str, link: Link) -> Step:
    after = replace(state, links={**state.links, place: link})
    return Step(state=after, facts=(LinkChanged(place=place),))
