"""Sealing what nobody may read who has only the database.

Fernet (https://github.com/fernet/spec) does it, which tells also what was changed by another hand.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import KeyInvalid, KeyMissing, WrongKey


def new_key() -> str:
    """Return a new key, by chance."""
    return Fernet.generate_key().decode()


class Seal:
    """Seals with the first of some keys, and opens with any of them.

    ``keys`` are separated by commas. Raises ``KeyMissing`` where there is none, ``KeyInvalid``.
    """

    def __init__(self, keys: str) -> None:
        given = [key.strip() for key in keys.split(",") if key.strip()]
        if not given:
            raise KeyMissing
        try:
            self._fernet = MultiFernet([Fernet(key) for key in given])
        except ValueError:
            raise KeyInvalid from None  # the key would be in the traceback

    def close(self, text: str) -> str:
        """Seal a text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Open what was sealed with one of the keys. Raises ``WrongKey``."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey from None

    def renew(self, sealed: str) -> str:
        """Seal with the first key what was sealed with one of them. Raises ``WrongKey``."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise WrongKey from None
