"""Slack: a slash command, shortcuts, buttons, modals and the Home tab over the core."""
