"""A reply as Discord messages made of components."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, assert_never

import discord
from discord import ui

from adapters.discord import blocks, controls
from adapters.discord.layout import (
    Attached,
    Display,
    Gallery,
    Item,
    Knob,
    Knobs,
    Message,
    Picker,
    Rule,
    deal,
)
from bot.chat.language import speaking
from bot.chat.reply import Reply, Style
from bot.chat.visible import clipped

ACCENT = discord.Colour(0x3B6EA5)
MAX_ALT = 1_024
_LONGEST_NAME = 80

_STYLES = {
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.DANGER: discord.ButtonStyle.danger,
}


def render(reply: Reply, call: str = "") -> tuple[Message, ...]:
    """Return the messages that show a reply, each within Discord's limits.

    ``call`` is markdown that calls somebody, and stands above everything.
    """
    called = [Display(call)] if call else []
    with speaking(reply.language):
        return deal(chain(called, blocks.items(reply.blocks), controls.items(reply.controls)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message in the library's terms. The files can be sent once."""

    view: ui.LayoutView
    files: list[discord.File]


def draw(message: Message) -> Drawn:
    """Return a message in the library's terms.

    The view is stopped: the library would keep every view that is not in memory for ever, to call
    the buttons back, while here the ids of the buttons say all.
    """
    files: list[discord.File] = []
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*_components(message.items, files), accent_colour=ACCENT))
    view.stop()
    return Drawn(view, files)


def _components(items: Iterable[Item], files: list[discord.File]) -> Iterator[ui.Item[Any]]:
    for item in items:
        match item:
            case Display(text, mark):
                yield ui.TextDisplay(text, id=mark or None)
            case Rule():
                yield ui.Separator()
            case Gallery(png, alt, filename):
                file = _file(png, filename, len(files), clipped(alt, MAX_ALT))
                files.append(file)
                yield ui.MediaGallery(discord.MediaGalleryItem(file))
            case Attached(data, name):
                files.append(_file(data, name, len(files)))
                yield ui.File(files[-1])
            case Knobs(knobs):
                yield ui.ActionRow(*map(_button, knobs))
            case Picker():
                yield ui.ActionRow(_select(item))
            case _:
                assert_never(item)


def _button(knob: Knob) -> ui.Button[Any]:
    return ui.Button(label=knob.label, custom_id=knob.id, style=_STYLES[knob.style])


def _select(picker: Picker) -> ui.Select[Any]:
    options = [discord.SelectOption(label=o.label or "…", value=o.key) for o in picker.options]
    return ui.Select(
        custom_id=picker.id,
        placeholder=picker.label,
        min_values=min(picker.at_least, len(options)),
        max_values=min(picker.at_most, len(options)),
        options=options,
    )


def _file(data: bytes, name: str, number: int, alt: str | None = None) -> discord.File:
    """Return a file under a name that no other in the message has, of characters that all take."""
    plain = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)[-_LONGEST_NAME:]
    # What is packed says in its name what it is packed from.
    packed = ".gz" if plain.endswith(".gz") else ""
    stem, dot, ending = plain.removesuffix(packed).rpartition(".")
    unique = f"{stem.strip('._') or 'file'}{f'-{number}' if number else ''}{dot}{ending}{packed}"
    return discord.File(io.BytesIO(data), filename=unique, description=alt)
