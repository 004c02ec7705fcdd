"""Replies to what somebody points at: a message, a person."""

from bot.chat.language import phrase
from bot.chat.names import display_name
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.request import Actor
from bot.chat.text import Code
from bot.pack.model import Pack


def nothing_to_quote(pack: Pack) -> Reply:
    """Say that a message has no words of the document and names no place in it."""
    said = phrase(
        "This message has no exact words of the {document} and names no place in it, such as ¶ 9. "
        "To look for what it is about: {command}.",
        document=pack.noun,
        command=Code("/lookup"),
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU, failed=True)


def no_record(person: Actor) -> Reply:
    """Say that there is nothing to show of a person, who has no record or keeps it to themselves."""
    said = phrase("There is no study record of {person} to show.", person=display_name(person))
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)
