"""Stand-ins for the chat platforms, over real sockets, for tests of the whole program."""
