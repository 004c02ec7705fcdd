"""The conversation in a terminal: for one person at a keyboard, a screen reader or a pipe."""
