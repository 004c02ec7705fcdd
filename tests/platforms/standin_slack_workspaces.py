"""The workspaces, channels and people of the stand-in's Slack, and how they come and go."""

from secrets import token_hex

from tests.platforms.standin_slack_api_auth import Consent
from tests.platforms.standin_slack_delivery import Deliveries
from tests.platforms.standin_slack_people import Member, Wires
from tests.platforms.standin_slack_state import State
from tests.platforms.standin_slack_world import (
    Channel,
    Clock,
    Install,
    Kind,
    Organisation,
    Rank,
    User,
    Workspace,
)


class Workspaces:
    """What a test may put into Slack and change in it; ``workspace`` is the first.

    ``scopes`` are those that installs are granted.
    """

    def __init__(self, wires: Wires, clock: Clock, scopes: frozenset[str]) -> None:
        self.clock = clock
        self.scopes = scopes
        self.deliveries: Deliveries = wires.deliveries
        self.members: dict[tuple[str, str], Member] = {}
        self._wires = wires
        self._state: State = wires.state
        self.workspace = self.add_workspace("The Reading Room")

    def member(
        self,
        name: str,
        rank: Rank = Rank.MEMBER,
        *,
        workspace: Workspace | None = None,
        zone: str = "America/New_York",
        locale: str = "en-US",
    ) -> Member:
        """The person of that name, made when first named; all but guests are in public channels."""
        home = workspace or self.workspace
        if (home.id, name) not in self.members:
            user = User(self.clock.id("U"), name, home, rank, locale=locale, zone=zone)
            self._state.users[user.id] = user
            for channel in self._state.channels.values():
                if channel.kind is Kind.PUBLIC and home in channel.workspaces and not user.guest:
                    channel.members.add(user.id)
            self.members[home.id, name] = Member(self._wires, user)
        return self.members[home.id, name]

    def channel(self, name: str = "general", workspace: Workspace | None = None) -> Channel:
        """A channel by id, or by name in a workspace."""
        home = workspace or self.workspace
        for channel in self._state.channels.values():
            named = channel.name == name and home in channel.workspaces
            if (channel.id == name or named) and not channel.deleted:
                return channel
        raise LookupError(f"no channel {name!r}")

    def add_workspace(
        self,
        name: str,
        *,
        organisation: Organisation | None = None,
        installed: bool = True,
    ) -> Workspace:
        """One more workspace with a channel ``general``, in which the app is if ``installed``."""
        workspace = Workspace(self.clock.id("T"), name, organisation)
        self._state.workspaces.append(workspace)
        if installed:
            self.install([workspace])
        self.add_channel("general", workspace=workspace)
        return workspace

    def add_organisation(self, name: str, *workspaces: str, installed: bool = True) -> Organisation:
        """An Enterprise Grid organisation with the app in all of its workspaces if ``installed``."""
        organisation = Organisation(self.clock.id("E"), name)
        homes = [
            self.add_workspace(one, organisation=organisation, installed=False)
            for one in workspaces
        ]
        if installed:
            install = self.install(homes, organisation=organisation)
            for home in homes:
                self.channel("general", home).members.add(install.bot.id)
        return organisation

    def workspaces_of(self, organisation: Organisation) -> list[Workspace]:
        """The workspaces of an organisation."""
        return [one for one in self._state.workspaces if one.organisation is organisation]

    def install(
        self, workspaces: list[Workspace], *, organisation: Organisation | None = None
    ) -> Install:
        """Install the app, as by a person who went through OAuth."""
        bot = User(self.clock.id("U"), "dispatch", workspaces[0], bot=True)
        bot_id = self.clock.id("B")
        for known in self._state.installs:  # coming back, the app keeps its bot user
            if known.workspaces == workspaces:
                bot, bot_id = known.bot, known.bot_id
        self._state.users[bot.id] = bot
        tokens = dict.fromkeys([f"xoxb-{token_hex(16)}"])
        made = Install(bot, bot_id, tokens, self.scopes, workspaces, organisation)
        self._state.installs.append(made)
        return made

    def installed(self, workspace: Workspace) -> Install:
        """The install that serves the workspace, or the last that did."""
        for install in reversed(self._state.installs):
            if workspace in install.workspaces:
                return install
        raise LookupError(f"the app was never in {workspace.name}")

    def uninstall(self, workspace: Workspace | None = None) -> None:
        """Somebody removes the app; its token dies and the app is told."""
        self._removed(self.installed(workspace or self.workspace))

    def revoke_access(self, workspace: Workspace) -> None:
        """An organisation takes the app out of one of its workspaces; the app is told."""
        install = self.installed(workspace)
        install.workspaces.remove(workspace)
        self._leave_channels(install, [workspace])
        self._tell_organisation(install, "team_access_revoked", workspace)

    def grant_access(self, workspace: Workspace) -> None:
        """An organisation lets the app into one more of its workspaces; the app is told."""
        organisation = workspace.organisation
        install = next(one for one in self._state.installs if one.organisation is organisation)
        install.workspaces.append(workspace)
        self._tell_organisation(install, "team_access_granted", workspace)

    def add_channel(
        self,
        name: str,
        kind: Kind = Kind.PUBLIC,
        *,
        workspace: Workspace | None = None,
        shared_with: list[Workspace] | None = None,
        with_bot: bool = True,
    ) -> Channel:
        """One more channel; people who exist already are in it if it is public."""
        home = workspace or self.workspace
        channel = Channel(self.clock.id("C"), name, kind, home, shared_with=shared_with or [])
        self._state.channels[channel.id] = channel
        if kind is Kind.PUBLIC:
            people = [one for one in self.members.values() if one.user.team in channel.workspaces]
            channel.members |= {one.id for one in people if not one.user.guest}
        install = self._state.install_for(home)
        if with_bot and install is not None:
            channel.members.add(install.bot.id)
        return channel

    def join(self, channel: Channel, *people: Member) -> None:
        """Let people into a channel; the app is told."""
        for one in people:
            channel.members.add(one.id)
            self._tell_of(channel, "member_joined_channel", user=one.id, team=one.user.team.id)

    def invite_bot(self, channel: Channel) -> None:
        """Somebody invites the app to a channel; it is told of that too."""
        install = self.installed(channel.team)
        channel.members.add(install.bot.id)
        self._tell_of(channel, "member_joined_channel", user=install.bot.id, team=channel.team.id)

    def archive(self, channel: Channel) -> None:
        """Somebody archives the channel; the app is told."""
        self._tell_of(channel, f"{_prefix(channel)}_archive")
        channel.archived = True

    def delete_channel(self, channel: Channel) -> None:
        """Somebody deletes the channel; the app is told."""
        self._tell_of(channel, f"{_prefix(channel)}_deleted")
        channel.deleted = True

    def remove_bot(self, channel: Channel) -> None:
        """Somebody takes the app out of a channel; it is told."""
        self._tell_of(channel, f"{_prefix(channel)}_left")
        channel.members -= {install.bot.id for install in self._state.installs}

    def _tell_of(self, channel: Channel, event: str, **beside: str) -> None:
        named = {"type": event, "channel": channel.id, "event_ts": self.clock.timestamp()}
        self._state.emit(named | beside, channel)

    def _consented(self, consent: Consent, scopes: frozenset[str]) -> Install:
        """A consent makes an install, or renews the one that is there with its bot user."""
        organisation = consent.workspaces[0].organisation if consent.whole_organisation else None
        for known in self._state.installs:
            if known.active and known.workspaces == consent.workspaces:
                known.scopes = known.scopes | scopes
                return known
        made = self.install(consent.workspaces, organisation=organisation)
        made.scopes = scopes
        return made

    def _removed(self, install: Install) -> None:
        install.active = False
        self._leave_channels(install, install.workspaces)
        revoked = {"oauth": [], "bot": [install.bot.id]}
        for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": revoked}):
            self.deliveries.tell(event, install, install.workspaces[0])

    def _leave_channels(self, install: Install, workspaces: list[Workspace]) -> None:
        for channel in self._state.channels.values():
            if channel.kind is not Kind.DIRECT and channel.team in workspaces:
                channel.members.discard(install.bot.id)

    def _tell_organisation(self, install: Install, event: str, workspace: Workspace) -> None:
        stamp = self.clock.timestamp()
        told = {"type": event, "team_ids": [workspace.id], "event_ts": stamp}
        self.deliveries.tell(told, install, None)


def _prefix(channel: Channel) -> str:
    """How events of a channel are named."""
    return "channel" if channel.kind is Kind.PUBLIC else "group"
