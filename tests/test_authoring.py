"""Making a pack: the guide does what it says, and the packs that come with the bot are good ones."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, assert_never

import pytest

from bot.pack.check import check
from bot.quiz.kinds import KINDS
from bot.runtime.packs import load
from bot.runtime.study import judge_of
from tests.builders import CONTENT
from tests.guide import GUIDE, Change, Run, Save, Step, steps

PROGRAM = Path(sys.executable).parent / "dispatch-bot"
FORMAT = GUIDE.with_name("pack-format.md").read_text(encoding="utf-8")
FIELDS_IN_FORMAT = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`+[^`]+`+", FORMAT))))
PACKS = sorted(path.parent for path in CONTENT.glob("*/pack.toml"))


def test_the_guide_works_as_printed(tmp_path: Path) -> None:
    """A teacher who follows it step by step sees what it shows, and ends with a quiz of their own."""
    done = [_do(step, tmp_path) for step in steps(GUIDE.read_text(encoding="utf-8"))]
    assert any(isinstance(step, Run) and step.typed for step in done), "no quiz is taken"
    assert sum(isinstance(step, Change) for step in done) >= 2, "no mistake is mended"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_nothing_is_to_be_mended_in_a_pack_that_comes_with_the_bot(folder: Path) -> None:
    """Each loads, and the content check finds nothing."""
    pack = load(folder)
    assert [str(problem) for problem in check(pack, judge_of(pack))] == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_pack_that_comes_with_the_bot_can_be_studied(folder: Path) -> None:
    """It has everything that a class needs: a citation, notes, terms, quotes and questions."""
    pack = load(folder)
    assert pack.id == folder.name
    assert pack.work is not None
    assert all(pack.note_at(block.ref) for block in pack.document.paragraphs)
    assert min(len(pack.terms), len(pack.quotes)) >= 12
    assert len(pack.questions) >= 24
    assert {question.difficulty for question in pack.questions} == {"easy", "medium", "hard"}


def test_a_short_address_has_questions_of_every_kind_but_one() -> None:
    """Nobody is quoted in the Gettysburg Address, so nothing asks who said it."""
    kinds = {question.kind for question in load(CONTENT / "gettysburg").questions}
    assert kinds == {kind.kind for kind in KINDS} - {"who-said"}


def test_the_format_page_knows_every_kind_of_question() -> None:
    """A kind that the page does not list cannot be written."""
    assert [kind.kind for kind in KINDS if f"| `{kind.kind}` |" not in FORMAT] == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_the_format_page_knows_every_field(folder: Path) -> None:
    """Whatever a pack of ours uses, the page explains."""
    files = sorted(folder.rglob("*.toml"))
    used = {name for file in files for name in _fields(tomllib.loads(file.read_text("utf-8")))}
    assert sorted(used - FIELDS_IN_FORMAT) == []


def _do(step: Step, folder: Path) -> Step:
    match step:
        case Save(path, text):
            (folder / path).write_text(text, encoding="utf-8")
        case Change(path, old, new):
            file = folder / path
            before = file.read_text(encoding="utf-8")
            assert before.count(old) == 1, f"{path} does not have this line once: {old}"
            file.write_text(before.replace(old, new), encoding="utf-8")
        case Run():
            assert _run(step, folder) == list(step.output), step.command
        case _:
            assert_never(step)
    return step


def _run(step: Run, folder: Path) -> list[str]:
    command = shlex.split(step.command.replace("dispatch-bot", str(PROGRAM), 1))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONUTF8": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'scores.db'}",
    }
    said = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input="".join(f"{line}\n" for line in step.typed),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return [line.rstrip() for line in said.stdout.split("\n") if line.strip()]


def _fields(table: Mapping[str, Any], *, free: bool = False) -> Iterator[str]:
    for name, value in table.items():
        if not free:
            yield name
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from _fields(each, free=name in ("voices", "topics"))
