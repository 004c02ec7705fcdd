"""A contest in the terminal: where several people may share a machine and watch one screen."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("dispatch-bot")


def test_a_contest_is_opened_and_played_in_the_terminal(tmp_path: Path) -> None:
    """From the lobby to its end, each line answered before the next is read."""
    lines = ("/contest start count=3 seconds=0", "1", "/contest status", "1", "/contest end")
    done = subprocess.run(
        [PROGRAM, "chat"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"},
        cwd=tmp_path,
    )
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    places = [
        said.index(words) for words in ("A contest is open", "You are in.", "Question 1 of 3")
    ]
    assert places == sorted(places)
    assert "The contest is over" in said
