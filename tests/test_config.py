"""Where secrets come from, and that they go nowhere."""

import logging
from pathlib import Path

import pytest

from bot.chat.plain import plain_inline
from bot.config import MAX_SECRET, how_to_give, quietened, secret
from bot.errors import SecretUnreadable
from bot.views.errors import said

NAME = "DISCORD_TOKEN"
SECRET = "MTIz.secret.token"


def refused(environment: dict[str, str]) -> str:
    """What is said of a secret that cannot be used."""
    with pytest.raises(SecretUnreadable) as raised:
        secret(environment, NAME)
    stands_alone = raised.value.__suppress_context__ or raised.value.__context__ is None
    assert stands_alone, "the traceback would show what was read"
    return plain_inline(said(raised.value))


def test_a_secret_is_a_variable_or_a_file_or_a_credential(tmp_path: Path) -> None:
    """In this order; blanks and a line break around it do not matter."""
    (tmp_path / "discord_token").write_text(f"{SECRET}\n", "utf-8")
    (tmp_path / "other").write_text("other", "utf-8")
    assert secret({NAME: f" {SECRET} ", f"{NAME}_FILE": str(tmp_path / "other")}, NAME) == SECRET
    file = {f"{NAME}_FILE": str(tmp_path / "discord_token")}
    assert secret({NAME: "", **file}, NAME) == SECRET
    assert secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, NAME) == SECRET


def test_none_was_given(tmp_path: Path) -> None:
    """Credentials of other services do not matter; an empty one is a platform that is not used."""
    assert secret({}, NAME) == ""
    assert secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, NAME) == ""
    (tmp_path / NAME.lower()).touch()
    assert secret({"CREDENTIALS_DIRECTORY": str(tmp_path)}, NAME) == ""
    assert NAME in how_to_give(NAME)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A path that was mistyped is better said than taken for no token."""
    missing = str(tmp_path / "not-there")
    assert missing in refused({f"{NAME}_FILE": missing})
    assert str(tmp_path) in refused({f"{NAME}_FILE": str(tmp_path)})


@pytest.mark.parametrize("held", [b"", b" \n", b"two\nlines", b"spaced out", b"\xff\xfe", b"\x00"])
def test_what_no_token_can_be_is_refused_without_repeating_it(tmp_path: Path, held: bytes) -> None:
    """It would break the header that carries it, and the error would show it."""
    file = tmp_path / "token"
    file.write_bytes(held)
    said_of_it = refused({f"{NAME}_FILE": str(file)})
    words = held.decode("latin-1").split()
    assert not any(word in said_of_it for word in words)


def test_a_variable_that_cannot_be_a_token_is_not_repeated() -> None:
    """Neither whole nor in part."""
    said_of_it = refused({NAME: "tökén of mine"})
    assert NAME in said_of_it
    assert "mine" not in said_of_it


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Whatever was named by mistake: it is a device here."""
    assert len(secret({f"{NAME}_FILE": str(_long(tmp_path))}, NAME)) == MAX_SECRET


def test_a_library_says_no_more_than_what_it_does(caplog: pytest.LogCaptureFixture) -> None:
    """What it sends, it logs for debugging; a higher level that was set stays."""
    caplog.set_level(logging.DEBUG)
    quietened("some.library")
    logging.getLogger("some.library.http").debug("sent %s", SECRET)
    logging.getLogger("some.library.http").info("connected")
    assert "connected" in caplog.text
    assert SECRET not in caplog.text


def _long(folder: Path) -> Path:
    file = folder / "long"
    file.write_bytes(b"x" * (MAX_SECRET + 1_000))
    return file
