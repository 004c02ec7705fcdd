"""The rooms and what may pass between them: the contracts hold, and each would catch its breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BREACHES = {
    "bot/document/model.py": ("import bot.views.words", "The core's rooms"),
    "bot/store/schema.py": ("import bot.commands.desk", "The core's rooms"),
    "bot/commands/desk.py": ("import adapters.terminal", "The core knows no adapter"),
    "adapters/terminal/platform.py": ("import bot.quiz.points", "An adapter talks to the core"),
    "adapters/terminal/lines.py": ("import adapters.discord.render", "No adapter knows another"),
    "bot/runtime/clock.py": ("import rich", "No chat or web library"),
    "bot/commands/quiz.py": ("import sqlalchemy", "SQLAlchemy stays in the store"),
    "bot/runtime/outbox.py": ("import sqlalchemy", "Whoever opens the store"),
    "bot/views/rounds.py": ("import PIL", "Pillow draws"),
    "bot/views/words.py": ("import rapidfuzz", "rapidfuzz measures distance"),
    "bot/store/cards.py": ("import fsrs", "fsrs reckons"),
    "bot/quiz/points.py": ("import random", "The pure rooms"),
}


def broken_contracts(folder: Path) -> str:
    """Run the import linter in a folder; return the names of the broken contracts."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(folder), "PATH": ""},
    )  # fmt: skip
    return "\n".join(line for line in done.stdout.splitlines() if line.endswith("BROKEN"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code in which an import can be planted."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("bot", "adapters"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    return tmp_path


def test_every_contract_holds_as_the_code_stands(copy: Path) -> None:
    """No import crosses a wall."""
    assert broken_contracts(copy) == ""


@pytest.mark.parametrize("module", BREACHES)
def test_a_planted_import_breaks_its_contract(copy: Path, module: str) -> None:
    """A contract that could not be broken would guard nothing."""
    planted, contract = BREACHES[module]
    path = copy / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{planted}\n", encoding="utf-8")
    assert contract in broken_contracts(copy)
