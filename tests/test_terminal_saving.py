"""Files that a reply brings are saved where the program runs, and never over another file."""

import io
from pathlib import Path

import pytest

from adapters.terminal.conversation import Conversation
from adapters.terminal.display import PipedDisplay
from adapters.terminal.lines import Lines
from adapters.terminal.platform import person
from adapters.terminal.saving import save
from bot.chat.reply import File
from tests.terminal_bot import SampleBot


def a_file(name: str = "record.csv") -> File:
    return File(name, "text/csv", b"a,b\r\n", "Full record")


async def test_a_file_is_saved_and_the_person_told_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder in which they are."""
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    conversation = Conversation(SampleBot(), PipedDisplay(out, out), person())
    await conversation.go_on(Lines(io.BytesIO(b"/file\n")))
    assert (tmp_path / "record.csv").read_bytes() == b"a,b\r\n"
    assert "Full record: record.csv, 5 bytes" in out.getvalue()
    assert f"Saved as {tmp_path}/record.csv" in out.getvalue()


async def test_a_folder_that_cannot_be_written_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person is told, and a script gets status 1."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    out = io.StringIO()
    conversation = Conversation(SampleBot(), PipedDisplay(out, out), person())
    await conversation.go_on(Lines(io.BytesIO(b"/file\n")))
    assert "could not be saved" in out.getvalue()
    assert conversation.failures == 1


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """The next one gets a number."""
    saved = [save(a_file(), tmp_path).name for _ in range(3)]
    assert saved == ["record.csv", "record-2.csv", "record-3.csv"]
    packed = [save(a_file("record.json.gz"), tmp_path).name for _ in range(2)]
    assert packed == ["record.json.gz", "record-2.json.gz"]


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/passwd", "..\\evil", "..", ".profile", "", "a\x00b"]
)
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Nor hide, nor hold what no file system takes."""
    saved = save(a_file(name), tmp_path)
    assert saved.parent == tmp_path
    assert saved.exists()
    assert not saved.name.startswith(".")
