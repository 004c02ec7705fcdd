"""Words for what stands in the way of what the bot has to say on its own."""

from bot.chat.language import phrase
from bot.chat.reply import Heading, Prose, Reply, Visibility
from bot.chat.text import inline


def undelivered(remedies: tuple[str, ...]) -> Reply:
    """Tell whoever can help what would; ``remedies`` are in the platform's own words."""
    listed = tuple(Prose(inline(remedy)) for remedy in remedies)
    title, once = Heading(phrase("I cannot post there")), Prose(phrase("I say this once."))
    return Reply((title, *listed, once), visibility=Visibility.ONLY_YOU)
