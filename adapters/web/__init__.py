"""HTTP: whether the bot is well, and the routes of the platforms that need some."""
