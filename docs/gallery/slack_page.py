"""Messages, modals and the Home tab as Slack's client shows them, from the payloads it was sent."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, TypeAlias, assert_never

import font_roboto

from docs.gallery.slack_rich import html as rich

Json = Mapping[str, Any]
STYLE = Path(__file__).with_name("slack.css")
_FONTS = Path(font_roboto.__file__).with_name("files")
_PEOPLE = ("#4a154b", "#2f6f8f", "#8a5a00", "#3d6b35")
"""Colours of people's pictures."""


@dataclass(frozen=True, slots=True)
class Around:
    """The time, and the pictures that there are, by the ids under which they were uploaded."""

    now: datetime
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Said:
    """A person's message, or what they typed; ``attached`` are blocks that Slack shows under it."""

    name: str
    text: str
    around: Around
    attached: Sequence[Json] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stood: its blocks, and who sees it."""

    blocks: Sequence[Json]
    around: Around
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A modal as it opened, or the Home tab, which has neither title nor submit."""

    title: str
    blocks: Sequence[Json]
    around: Around
    submit: str = ""
    close: str = ""


Part: TypeAlias = Said | Shown | Opened


def page(parts: Iterable[Part]) -> str:
    """Return a page of a channel, from top to bottom."""
    shown = "".join(map(_part, parts))
    style = STYLE.read_text("utf-8").replace("FONTS", _FONTS.as_uri())
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><main>{shown}</main>"


def _part(part: Part) -> str:
    match part:
        case Said():
            return _said(part)
        case Shown():
            return _message(part)
        case Opened(title=""):
            return _home(part)
        case Opened():
            return _modal(part)
        case _:
            assert_never(part)


def _said(said: Said) -> str:
    colour = _PEOPLE[sum(map(ord, said.name)) % len(_PEOPLE)]
    under = _blocks(said.attached, said.around)
    attached = f"<div class=unfurl>{under}</div>" if said.attached else ""
    return (
        f"<article><div class=avatar style='background:{colour}'>{escape(said.name[0])}</div>"
        f"<header><b>{escape(said.name)}</b><span class=at>{_at(said.around.now)}</span></header>"
        f"<p>{escape(said.text, quote=False)}</p>{attached}</article>"
    )


def _message(shown: Shown) -> str:
    private = "<div class=private>Only visible to you</div>" if shown.is_private else ""
    return (
        f"<article class={'whisper' if shown.is_private else 'said'}>{private}"
        f"<div class='avatar bot'>¶</div><header><b>Dispatch</b><span class=app>APP</span>"
        f"<span class=at>{_at(shown.around.now)}</span></header>{_blocks(shown.blocks, shown.around)}"
        "</article>"
    )


def _modal(opened: Opened) -> str:
    buttons = [
        f"<span class='button {style}'>{escape(label)}</span>"
        for label, style in ((opened.close or "Close", ""), (opened.submit, "primary"))
        if label
    ]
    return (
        f"<section class=modal><h1><i>¶</i>{escape(opened.title)}<span>✕</span></h1>"
        f"<div class=body>{_blocks(opened.blocks, opened.around)}</div>"
        f"<footer>{''.join(buttons)}</footer></section>"
    )


def _home(opened: Opened) -> str:
    tabs = "<nav><b>Home</b><span>Messages</span><span>About</span></nav>"
    head = f"<h1><i>¶</i>Dispatch<small>App</small></h1>{tabs}"
    return f"<section class=home>{head}{_blocks(opened.blocks, opened.around)}</section>"


def _blocks(blocks: Iterable[Json], around: Around) -> str:
    return "".join(_block(each, around) for each in blocks)


def _block(block: Json, around: Around) -> str:
    match block["type"]:
        case "header":
            return f"<h2>{_text(block['text'])}</h2>"
        case "rich_text":
            lines = (rich(each, around.now) for each in block["elements"])
            return f"<div class=rich>{''.join(lines)}</div>"
        case "context":
            return f"<div class=context>{' '.join(map(_text, block['elements']))}</div>"
        case "divider":
            return "<hr>"
        case "image":
            data = b64encode(around.files[block["slack_file"]["id"]]).decode()
            return f"<img src='data:image/png;base64,{data}' alt=''>"
        case "table":
            return _table(block)
        case "actions":
            return f"<div class=row>{''.join(map(_element, block['elements']))}</div>"
        case "input":
            return _input(block)
        case unknown:
            raise ValueError(f"the gallery cannot draw a block of type {unknown}")


def _table(block: Json) -> str:
    aligned = [each["align"] for each in block["column_settings"]]
    rows = []
    for number, row in enumerate(block["rows"]):
        tag = "td" if number else "th"
        pairs = zip(row, aligned, strict=True)
        cells = (f"<{tag} style='text-align:{side}'>{_text(cell)}</{tag}>" for cell, side in pairs)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _input(block: Json) -> str:
    optional = " <small>(optional)</small>" if block.get("optional") else ""
    hint = f"<div class=context>{_text(block['hint'])}</div>" if block.get("hint") else ""
    return f"<label>{_text(block['label'])}{optional}</label>{_element(block['element'])}{hint}"


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return (
                f"<span class='button {element.get('style', '')}'>{_text(element['text'])}</span>"
            )
        case "static_select" | "multi_static_select" | "external_select":
            chosen = (element.get("initial_option") or {}).get("text") or element["placeholder"]
            return f"<span class=select>{_text(chosen)}<i>⌄</i></span>"
        case "plain_text_input" | "number_input":
            tall = " tall" if element.get("multiline") else ""
            return f"<div class='input{tall}'>{escape(element.get('initial_value', ''))}</div>"
        case "radio_buttons" | "checkboxes" as kind:
            shape = "circle" if kind == "radio_buttons" else "box"
            return "".join(_option(each, shape, _begun(element)) for each in element["options"])
        case unknown:
            raise ValueError(f"the gallery cannot draw an element of type {unknown}")


def _begun(element: Json) -> Sequence[Json]:
    """Return the options that are chosen beforehand."""
    one = element.get("initial_option")
    return [one] if one else element.get("initial_options", ())


def _option(option: Json, shape: str, begun: Sequence[Json]) -> str:
    mark = "on" if option["value"] in {each["value"] for each in begun} else "off"
    return f"<div class=option><i class='{shape} {mark}'></i>{_text(option['text'])}</div>"


def _text(text: Json) -> str:
    return escape(text["text"], quote=False).replace("\n", "<br>")


def _at(now: datetime) -> str:
    return f"{now:%I:%M %p}".lstrip("0")
