"""Discord: slash commands, buttons, menus and modals over the core."""
