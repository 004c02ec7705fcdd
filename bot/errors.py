"""The root of the errors that a person can mend; each room defines its own below this one."""


class UserError(Exception):
    """Something the person can put right.

    A subclass carries the data that its message needs; the words are made in ``bot.views.errors``.
    Everything raised that is not a ``UserError`` is a bug.
    """


class StorageBusy(UserError):
    """The store could not be reached or written; nothing was recorded, and trying again is safe."""
