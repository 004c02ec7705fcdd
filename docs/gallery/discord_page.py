"""Messages and forms as Discord's client shows them, from the payloads that it was sent."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import font_roboto

from docs.gallery.discord_markdown import html as markdown

Json = Mapping[str, Any]

STYLE = Path(__file__).with_name("discord.css")
_FONTS = Path(font_roboto.__file__).with_name("files")
_BUTTONS = {1: "primary", 2: "secondary", 3: "success", 4: "danger"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood: its components, its files by address, and who sees it."""

    components: Sequence[Json]
    files: Mapping[str, bytes]
    now: datetime
    used: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it opened."""

    title: str
    components: Sequence[Json]
    now: datetime


def page(parts: Iterable[Shown | Form]) -> str:
    """Return a page of a channel, from top to bottom."""
    shown = "".join(_form(each) if isinstance(each, Form) else _message(each) for each in parts)
    style = STYLE.read_text("utf-8").replace("FONTS", _FONTS.as_uri())
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><main>{shown}</main>"


def _message(shown: Shown) -> str:
    used = f"<div class=used>{escape(shown.used)}</div>" if shown.used else ""
    private = "<div class=private>Only you can see this · <a>Dismiss message</a></div>"
    body = "".join(_component(each, shown.files, shown.now) for each in shown.components)
    return (
        f"<article class={'whisper' if shown.is_private else 'said'}>{used}<div class=avatar>¶</div>"
        f"<header><b>Dispatch Study</b><span class=app>✓ APP</span>"
        f"<span class=at>{shown.now:%H:%M}</span></header>{body}"
        f"{private if shown.is_private else ''}</article>"
    )


def _form(form: Form) -> str:
    body = "".join(_component(each, {}, form.now) for each in form.components)
    return (
        f"<section class=modal><h2>{escape(form.title)}</h2>{body}<footer>"
        "<span class='button secondary'>Cancel</span><span class='button primary'>Submit</span>"
        "</footer></section>"
    )


def _component(each: Json, files: Mapping[str, bytes], now: datetime) -> str:
    match each["type"]:
        case 17:
            colour = f"#{each.get('accent_color') or 0x3F4147:06x}"
            inner = "".join(_component(one, files, now) for one in each["components"])
            return f"<div class=container style='border-left-color:{colour}'>{inner}</div>"
        case 1:
            inner = "".join(_component(one, files, now) for one in each["components"])
            return f"<div class=row>{inner}</div>"
        case 10:
            return f"<div class=text>{markdown(each['content'], now)}</div>"
        case 12:
            return "".join(_picture(item, files) for item in each["items"])
        case 13:
            name = each["file"]["url"].rpartition("/")[2]
            return f"<div class=file>📄 <a>{escape(name)}</a></div>"
        case 14:
            return "<hr>"
        case _:
            return _control(each, now)


def _control(each: Json, now: datetime) -> str:
    match each["type"]:
        case 2:
            style = _BUTTONS[each.get("style", 2)]
            off = " off" if each.get("disabled") else ""
            return f"<span class='button {style}{off}'>{escape(each.get('label') or '')}</span>"
        case 3 | 5 | 6 | 7 | 8:
            chosen = [o["label"] for o in each.get("options", ()) if o.get("default")]
            shown = escape(", ".join(chosen) or each.get("placeholder") or "Make a selection")
            picked = " picked" if chosen else ""
            return f"<span class='select{picked}'>{shown}<i>⌄</i></span>"
        case 4:
            shown = escape(each.get("value") or "")
            return f"<div class='input{' tall' if each.get('style') == 2 else ''}'>{shown}</div>"
        case 18:
            return _label(each, now)
        case 21 | 22:
            shape = "circle" if each["type"] == 21 else "box"
            marks = ("on" if one.get("default") else "off" for one in each["options"])
            return "".join(
                f"<div class=option><i class='{shape} {mark}'></i>{escape(one['label'])}</div>"
                for one, mark in zip(each["options"], marks, strict=True)
            )
        case unknown:
            raise ValueError(f"the gallery cannot draw a component of type {unknown}")


def _label(each: Json, now: datetime) -> str:
    described = f"<small>{escape(each['description'])}</small>" if each.get("description") else ""
    required = "<b class=needed>*</b>" if each["component"].get("required", True) else ""
    inner = _component(each["component"], {}, now)
    return f"<label>{escape(each['label'])} {required}{described}</label>{inner}"


def _picture(item: Json, files: Mapping[str, bytes]) -> str:
    data = b64encode(files[item["media"]["url"]]).decode()
    alt = escape(item.get("description") or "", quote=True)
    return f"<img src='data:image/png;base64,{data}' alt='{alt}'>"
