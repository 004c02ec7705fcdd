"""Who has installed the app, and the tokens with which it acts for them: kept under seal.

An app is installed in a workspace, or in a whole organisation (Enterprise Grid) with one token for all of
its workspaces. Of which organisation a workspace is, is noted as soon as something comes from it: what the
bot says on its own knows the workspace alone.
"""

import asyncio
import logging
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import msgspec
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.slack.kept import encode
from adapters.slack.origin import PLATFORM
from bot.chat.platform import Bot as Core
from bot.chat.platform import Vault
from bot.chat.request import Place

INSTALLATION, ORGANISATION, RENEWING = "installation", "organisation", "renewing"
TOLD = "told"
"""What is kept of a workspace, by name; ``TOLD`` is when its organisation last let the app in or out."""

STATE_LIFE = timedelta(minutes=10)
"""For so long somebody may take to say yes or no on Slack's page."""

RENEW_BEFORE = timedelta(hours=2)
"""A token that lasts for less is renewed: long enough for Slack to be out of reach in between."""

WAIT_BEFORE = timedelta(minutes=2)
"""While a token lasts for longer, it is renewed beside what it is wanted for: a click has three seconds."""

RENEWING_LIFE = timedelta(seconds=30)
"""For so long one process alone renews a token: what it renews it with is good once."""

LOOK_AGAIN = 0.2
"""Seconds between two looks whether another process has renewed a token."""

_STATE = re.compile(r"[\w-]{1,100}", re.ASCII)

_log = logging.getLogger(__name__)


class Installed(msgspec.Struct, frozen=True, omit_defaults=True):
    """An installation, made at ``since``.

    Times are in whole seconds of the epoch; ``expires`` is 0 for a token that lasts for ever.
    """

    token: str
    bot_user: str
    since: int
    refresh_token: str = ""
    expires: int = 0

    def lasts(self, until: datetime) -> bool:
        """Tell whether the token is good until then."""
        return not self.expires or self.expires > until.timestamp()


class Installations(AsyncInstallationStore):
    """Keeps installations, and their tokens fresh. What it is asked may raise what the vault raises."""

    def __init__(self, core: Core, vault: Vault, rotator: AsyncTokenRotator) -> None:
        self._core = core
        self._vault = vault
        self._rotator = rotator
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._beside: dict[str, asyncio.Task[Installed]] = {}
        self._access = asyncio.Lock()

    async def async_save(self, installation: Installation) -> None:
        """Keep a new installation; the library calls this."""
        is_wide = installation.is_enterprise_install
        home = str((installation.enterprise_id if is_wide else installation.team_id) or "")
        installed = _installed(installation.to_bot(), int(self._core.now().timestamp()))
        await self._vault.put(home, INSTALLATION, encode(installed))
        await self._core.place_found(Place(PLATFORM, "", home))
        _log.info("installed", extra={"workspace": home})

    async def of(self, team: str, organisation: str = "") -> Installed | None:
        """Return the installation that is for a workspace, with a token that is good."""
        home, installed = await self._found(team, organisation)
        if installed is None:
            return None
        if home != team and await self._vault.get(team, ORGANISATION) != home:
            await self._vault.put(team, ORGANISATION, home)
        return await self._fresh(home, installed)

    async def forget(self, team: str, organisation: str, at: datetime) -> tuple[str, ...]:
        """Forget the installation of a workspace that was there at a time; return what is lost with it.

        That is all of its organisation where that had installed the app; and nothing where the app was
        installed again since then: Slack may tell late.
        """
        home, installed = await self._found(team, organisation)
        if installed is None:
            return (team,)
        if installed.since > at.timestamp():
            return ()
        await self._vault.take(home, INSTALLATION)
        if home == team:
            return (team,)
        theirs = await self._vault.of_all(ORGANISATION)
        teams = tuple(each for each, of in theirs.items() if of == home)
        for each in teams:
            await self._vault.take(each, ORGANISATION)
        return (*teams, home)

    async def withdraw(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Forget that an organisation's installation is for some workspaces; return those lost with that.

        None is where the organisation has installed the app again since then, or has let it in again,
        and none that has an installation of its own.
        """
        async with self._access:
            kept = await self._now_kept(organisation)
            if kept and kept.since > at.timestamp():
                return ()
            taken = [each for each in teams if await self._is_news(each, at)]
            for team in taken:
                await self._vault.take(team, ORGANISATION)
        return tuple([each for each in taken if not await self._vault.get(each, INSTALLATION)])

    async def grant(
        self, teams: tuple[str, ...], organisation: str, at: datetime
    ) -> tuple[str, ...]:
        """Keep that an organisation's installation is for some workspaces; return those not taken since."""
        async with self._access:
            given = [each for each in teams if await self._is_news(each, at)]
            for team in given:
                await self._vault.put(team, ORGANISATION, organisation)
        return tuple(given)

    async def homes(self) -> Mapping[str, str]:
        """Return all that is kept of installations. Raises ``WrongKey`` where the key is another."""
        return await self._vault.of_all(INSTALLATION)

    async def settled(self, seconds: float) -> None:
        """Wait until no token is being renewed, for at most so many seconds.

        Slack takes what a token is renewed with once: who is interrupted may have lost it.
        """
        if self._beside:
            await asyncio.wait(self._beside.values(), timeout=seconds)

    async def _is_news(self, team: str, at: datetime) -> bool:
        """Tell whether nothing later is known of a workspace, and note it: Slack may tell out of turn."""
        told = await self._vault.get(team, TOLD)
        if told and int(told) > at.timestamp():
            return False
        await self._vault.put(team, TOLD, str(int(at.timestamp())))
        return True

    async def _found(self, team: str, organisation: str) -> tuple[str, Installed | None]:
        """Return the installation for a workspace, and whether it is of that or of its organisation."""
        if kept := await self._vault.get(team, INSTALLATION):
            return team, _decoded(kept)
        home = organisation or await self._vault.get(team, ORGANISATION)
        kept = await self._vault.get(home, INSTALLATION) if home else ""
        return home, _decoded(kept) if kept else None

    async def _fresh(self, home: str, installed: Installed) -> Installed:
        """Return the installation with a token that lasts for a while, where Slack gives one.

        Whoever asks waits for a new one only where the old is about to end.
        """
        if self._is_fresh(installed):
            return installed
        if installed.lasts(self._core.now() + WAIT_BEFORE):
            self._renew_beside(home, installed)
            return installed
        return await self._renewed_in_turn(home, installed)

    def _renew_beside(self, home: str, installed: Installed) -> None:
        if home not in self._beside:
            task = asyncio.create_task(self._renewed_in_turn(home, installed))
            self._beside[home] = task
            task.add_done_callback(partial(self._was_beside, home))

    def _was_beside(self, home: str, task: asyncio.Task[Installed]) -> None:
        del self._beside[home]
        if not task.cancelled() and (error := task.exception()):
            _log.error("token not renewed", extra={"why": type(error).__name__})

    async def _renewed_in_turn(self, home: str, installed: Installed) -> Installed:
        """Return the installation once it is fresh, or good for now while others are at it."""
        async with self._turns[home]:
            while not self._is_fresh(installed := await self._now_kept(home) or installed):
                until = self._core.now() + RENEWING_LIFE
                if await self._vault.add(home, RENEWING, "", until):
                    return await self._renewed(home, installed)
                if installed.lasts(self._core.now()):
                    break  # another process is at it, and this token is good meanwhile
                await asyncio.sleep(LOOK_AGAIN)
            return installed

    async def _renewed(self, home: str, installed: Installed) -> Installed:
        """Renew a token while no other process does."""
        try:
            # Read once more: another process may have been done just before it was our turn.
            if kept := await self._now_kept(home):
                installed = await self._rotated(home, kept)
        except (SlackTokenRotationError, aiohttp.ClientError, OSError) as error:
            _log.warning("token not renewed", extra={"why": type(error).__name__})
        finally:
            await self._vault.take(home, RENEWING)
        return installed

    async def _rotated(self, home: str, old: Installed) -> Installed:
        """Keep what Slack gives for a token, unless the app was removed or installed anew meanwhile."""
        bot = await self._rotator.perform_bot_token_rotation(
            bot=_bot(old), minutes_before_expiration=int(RENEW_BEFORE.total_seconds() // 60)
        )
        if bot is None or await self._now_kept(home) != old:
            return old
        new = _installed(bot, old.since)
        await self._vault.put(home, INSTALLATION, encode(new))
        return new

    async def _now_kept(self, home: str) -> Installed | None:
        kept = await self._vault.get(home, INSTALLATION)
        return _decoded(kept) if kept else None

    def _is_fresh(self, installed: Installed) -> bool:
        return installed.lasts(self._core.now() + RENEW_BEFORE)


class States(AsyncOAuthStateStore):
    """Keeps what proves that somebody who comes back from Slack's page has set out from ours: once."""

    def __init__(self, core: Core, vault: Vault) -> None:
        self._core = core
        self._vault = vault

    async def async_issue(self, *_: object, **__: object) -> str:
        """Return a new state."""
        state = secrets.token_urlsafe(24)
        await self._vault.add("", f"state:{state}", "issued", self._core.now() + STATE_LIFE)
        return state

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state was issued, and not used before; now it is used."""
        return bool(_STATE.fullmatch(state)) and bool(await self._vault.take("", f"state:{state}"))


def _installed(bot: Bot, since: int) -> Installed:
    return Installed(
        token=str(bot.bot_token),
        bot_user=str(bot.bot_user_id),
        since=since,
        refresh_token=bot.bot_refresh_token or "",
        expires=bot.bot_token_expires_at or 0,
    )


def _bot(installed: Installed) -> Bot:
    """Return an installation as the library's rotator reads it."""
    return Bot(
        bot_token=installed.token,
        bot_id="",
        bot_user_id=installed.bot_user,
        bot_refresh_token=installed.refresh_token,
        bot_token_expires_at=installed.expires,
        installed_at=0.0,
    )


def _decoded(kept: str) -> Installed:
    return msgspec.json.decode(kept, type=Installed)
