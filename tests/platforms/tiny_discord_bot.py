"""A bot of a few lines on the real discord.py, that the stand-in for Discord is proved with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands, ui

from tests.platforms.standin_discord import StandIn

Click = discord.Interaction[Any]


class Page(ui.LayoutView):
    """A text with a button that turns the page, one that opens a form, and a menu."""

    row: ui.ActionRow[Any] = ui.ActionRow()
    menu_row: ui.ActionRow[Any] = ui.ActionRow()

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(ui.TextDisplay(text)))

    @row.button(label="Next", custom_id="next")
    async def turn(self, click: Click, _: Any) -> None:
        """Show page two in place."""
        await click.response.edit_message(view=Page("page two"))

    @row.button(label="Answer", custom_id="answer")
    async def ask(self, click: Click, _: Any) -> None:
        """Open the form."""
        await click.response.send_modal(AnswerForm())

    @menu_row.select(
        custom_id="topic",
        placeholder="Topic",
        options=[discord.SelectOption(label="Paris"), discord.SelectOption(label="Moscow")],
    )
    async def choose(self, click: Click, menu: Any) -> None:
        """Say privately what was chosen."""
        await click.response.send_message(f"chose {menu.values[0]}", ephemeral=True)


class AnswerForm(ui.Modal, title="Your answer"):
    """A text to write and one of two to choose."""

    written: Any = ui.Label(text="Why?", component=ui.TextInput(custom_id="why", max_length=20))
    sure: Any = ui.Label(
        text="Sure?",
        component=ui.RadioGroup(
            custom_id="sure",
            options=[
                discord.RadioGroupOption(label="Yes", value="y"),
                discord.RadioGroupOption(label="No", value="n"),
            ],
        ),
    )

    async def on_submit(self, interaction: Click, /) -> None:
        """Repeat what was written."""
        said = f"{self.written.component.value} / {self.sure.component.value}"
        await interaction.response.send_message(said, ephemeral=True)


class TinyBot(discord.Client):
    """Registers its commands, then answers; ``heard`` is what reached it."""

    def __init__(
        self,
        intents: discord.Intents | None = None,
        *,
        patience: float = 60.0,
        shard_id: int | None = None,
        shard_count: int | None = None,
    ) -> None:
        super().__init__(
            intents=intents or discord.Intents.default(),
            guild_ready_timeout=0.02,
            heartbeat_timeout=patience,
            shard_id=shard_id,
            shard_count=shard_count,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[Click] = []
        self.resumed = asyncio.Event()

    async def setup_hook(self) -> None:
        """Register everything."""
        commands: tuple[Any, ...] = (lookup, whisper, slow, silent, setup, where, quiz)
        for command in (*commands, find, study_record):
            self.tree.add_command(command)
        self.add_view(Page(""))
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once: only Discord's own limits ask for the wait of five seconds."""

    async def on_resumed(self) -> None:
        """Note it."""
        self.resumed.set()

    async def on_interaction(self, interaction: Click) -> None:
        """Note it."""
        self.heard.append(interaction)


@asynccontextmanager
async def started(tiny: TinyBot, standin: StandIn) -> AsyncIterator[TinyBot]:
    """The bot, running as long as the block lasts."""
    running = asyncio.create_task(tiny.start(standin.token))
    try:
        async with asyncio.timeout(5):
            while not tiny.is_ready():
                await asyncio.sleep(0.005)
        yield tiny
    finally:
        await tiny.close()
        await running


def point(monkeypatch: pytest.MonkeyPatch, standin: StandIn) -> None:
    """Send discord.py to the stand-in."""
    monkeypatch.setattr(discord.http.Route, "BASE", standin.env["DISCORD_API_BASE"])
    gateway = yarl.URL(standin.env["DISCORD_GATEWAY_URL"])
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


def general(standin: StandIn, bot: TinyBot) -> discord.TextChannel:
    """The bot's own view of the first channel."""
    channel = bot.get_channel(standin.channel().id)
    assert isinstance(channel, discord.TextChannel)
    return channel


@app_commands.command(description="Find a passage")
async def lookup(click: Click, query: app_commands.Range[str, 1, 50]) -> None:
    """A page on what was looked for."""
    await click.response.send_message(view=Page(f"found {query}"))


@lookup.autocomplete("query")
async def _suggest(_: Click, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed}!", value=typed)]


@app_commands.command(description="For you alone")
async def whisper(click: Click) -> None:
    """A private word."""
    await click.response.send_message("psst", ephemeral=True)


@app_commands.command(description="Takes its time")
async def slow(click: Click) -> None:
    """Think, then answer."""
    await click.response.defer(thinking=True)
    await click.edit_original_response(view=Page("at last"))


@app_commands.command(description="Never answers")
async def silent(_: Click) -> None:
    """Nothing at all."""


@app_commands.command(description="For admins")
@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
async def setup(click: Click, channel: discord.TextChannel) -> None:
    """Name the channel that was chosen."""
    await click.response.send_message(f"set up {channel.name}", ephemeral=True)


@app_commands.command(description="Where are we?")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def where(click: Click) -> None:
    """Name the context."""
    place = "guild" if click.context.guild else "dm" if click.context.dm_channel else "private"
    await click.response.send_message(place)


@app_commands.context_menu(name="Find in the dispatch")
async def find(click: Click, message: discord.Message) -> None:
    """Repeat what the message says."""
    await click.response.send_message(f"about: {message.content}", ephemeral=True)


@app_commands.context_menu(name="Study record")
async def study_record(click: Click, user: discord.User) -> None:
    """Name the person."""
    await click.response.send_message(f"record of {user.name}", ephemeral=True)


quiz = app_commands.Group(name="quiz", description="Questions")


@quiz.command(name="start", description="Begin")
async def _start(click: Click, count: app_commands.Range[int, 1, 10] = 5) -> None:
    await click.response.send_message(f"{count} questions")
