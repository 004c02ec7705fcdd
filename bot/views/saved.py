"""Replies about the passages that a person keeps."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import Block, Button, Control, Heading, Menu, Prose, Reply, Visibility
from bot.chat.text import Code, Inline, inline
from bot.daily_ports import SavedPassage
from bot.document.model import Passage
from bot.document.references import describe
from bot.pack.daily import quote_of
from bot.pack.model import Pack
from bot.views.quotation import quotation
from bot.views.reading import quoted

ON_A_PAGE = 5
"""Passages shown at once, at most."""


def saved() -> Reply:
    """Confirm that a passage is kept."""
    how = Code("/saved")
    return _private(
        phrase("Saved, for you alone. To read what you have saved: {command}.", command=how)
    )


def dropped() -> Reply:
    """Confirm that a passage is kept no longer."""
    return _private(phrase("It is not among your saved passages any more."))


def listed(pack: Pack, found: Sequence[tuple[SavedPassage, Passage]], start: int) -> Reply:
    """Show the passages that a person keeps, from one on."""
    if not found:
        return _private(
            phrase(
                "You have saved nothing yet. Press “{save}” under a daily post, and it is kept here "
                "for you.",
                save=_("Save"),
            )
        )
    shown = found[start : start + ON_A_PAGE] or found[:ON_A_PAGE]
    title = Heading(inline(ngettext("Saved: {n} passage", "Saved: {n} passages", len(found))))
    blocks = [block for each in shown for block in _shown(pack, *each)]
    options = tuple(
        Option(f"{kept.code}/{kept.quote}", describe(passage.ref, pack.document))
        for kept, passage in shown
    )
    controls: list[Control] = [
        Menu(
            _("Turn to"),
            _unique([Option(p.ref.code, describe(p.ref, pack.document)) for _, p in shown]),
            Action("passage"),
        ),
        Menu(_("Keep no longer"), options, Action("unsave")),
    ]
    if start + ON_A_PAGE < len(found):
        following = Action("saved", (str(start + ON_A_PAGE),))
        controls.append(Button(_("More ({left})", left=len(found) - start - ON_A_PAGE), following))
    return Reply((title, *blocks), tuple(controls), Visibility.ONLY_YOU)


def _unique(options: Sequence[Option]) -> tuple[Option, ...]:
    return tuple({option.key: option for option in options}.values())


def _shown(pack: Pack, kept: SavedPassage, passage: Passage) -> Sequence[Block]:
    entry = quote_of(pack, kept.quote) if kept.quote else None
    if entry is not None and entry.span.ref == passage.ref:
        return quoted(pack, entry, passage)
    return (quotation(pack, passage),)


def _private(text: Inline) -> Reply:
    return Reply((Prose(text),), visibility=Visibility.ONLY_YOU)
