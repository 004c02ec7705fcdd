"""``python -m bot`` is ``dispatch-bot``."""

from bot.cli import main

main()
