"""The program as a script or a person at a shell meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.document.fold import fold
from tests.builders import CONTENT

PROGRAM = Path(sys.executable).with_name("dispatch-bot")


def bot(
    *arguments: str, stdin: str | bytes = "", folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program, with its store in ``folder``."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/cli.db"} if folder else None
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    return subprocess.run(
        [PROGRAM, *arguments], input=data, capture_output=True, check=False, env=environment
    )


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_lookup_prints_the_passage_and_succeeds() -> None:
    """Words may be given without quotation marks."""
    done = bot("lookup", "finger", "in", "every", "pie")
    assert "¶ 9 s. 2, p. 226" in done.stdout.decode()
    assert done.returncode == 0


def test_a_lookup_without_a_hit_fails_like_grep() -> None:
    """Exit status 1, and words that say so."""
    done = bot("lookup", "photosynthesis")
    assert "does not say “photosynthesis”" in done.stdout.decode()
    assert done.returncode == 1


def test_a_lookup_as_json_has_everything_a_script_needs() -> None:
    """Reference, paragraph, pages, exact text, matches, score, attribution and how it was found."""
    (found,) = lines(bot("lookup", "--json", "we shall never permit you"))
    (hit,) = found["hits"][:1]
    start, end = hit["matches"][0]
    assert hit["text"][start:end] == "we shall never permit you"
    assert (hit["paragraph"], hit["pages"], hit["via"]) == (6, [225], "exact")
    assert hit["attribution"] == "Karl Radek, as Bullitt quotes him"
    assert 0 < hit["score"] <= 1
    assert hit["ref"] == "¶ 6 s. 2, p. 225"


def test_a_note_belongs_to_the_paragraph_that_it_is_marked_in() -> None:
    """Note 47 hangs on ¶ 10."""
    (found,) = lines(bot("lookup", "--json", "note 47"))
    assert found["hits"][0]["paragraph"] == 10
    assert "League of Nations Treaty Series" in found["hits"][0]["text"]


def test_many_lookups_are_answered_line_by_line() -> None:
    """Blank lines, bytes that are no text and operators each get one line back, in order."""
    queries = b"Siberia\n\n\xff\xfe\n'; DROP TABLE passages;--\nAND OR NOT\np. 300\nlast paragraph"
    found = lines(bot("lookup", "--stdin", stdin=queries))
    assert [len(each["hits"]) > 0 for each in found] == [True, *[False] * 5, True]
    assert found[0]["query"] == "Siberia"
    assert found[1]["query"] == ""


def test_quoted_text_stands_in_the_source() -> None:
    """What is printed as the document's words is the document's words."""
    source = (CONTENT / "bullitt-730" / "source.txt").read_text(encoding="utf-8")
    for found in lines(bot("lookup", "--stdin", stdin="Radek\nMexico\nheaven\nKremlin\n")):
        for hit in found["hits"]:
            assert hit["text"] in source.replace("[Page 227] ", "").replace("France.47", "France.")


def test_another_document_can_be_a_bare_text_file(tmp_path: Path) -> None:
    """No pack is needed to look something up."""
    text = tmp_path / "harbor.txt"
    text.write_text("The harbor was quiet. Seven boats left it.", encoding="utf-8")
    (found,) = lines(bot("lookup", "--json", "--pack", str(text), "seven boats"))
    assert found["hits"][0]["text"] == "Seven boats left it."


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup",),
        ("lookup", "--stdin", "word"),
        ("lookup", "--limit", "0", "word"),
        ("lookup", "--pack", "nowhere", "word"),
        ("run", "nowhere"),
        ("nonsense",),
    ],
)
def test_a_wrong_call_is_refused_with_status_2_and_without_a_stack(
    arguments: tuple[str, ...],
) -> None:
    """Words on standard error, nothing on standard output."""
    done = bot(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_the_judge_answers_a_line_for_a_line() -> None:
    """Right, wrong, and a line that cannot be read, in order; the status says that one could not."""
    rows = [
        {"question": "Who shouted?", "answer": "Karl Radek", "accepted": ["Radek"], "response": "radeck"},
        {"question": "Who shouted?", "answer": "Karl Radek", "accepted": ["Radek"], "response": "not Radek"},
        {"answer": "ten years", "response": "10"},
    ]  # fmt: skip
    text = "\n".join([*(json.dumps(row) for row in rows), "{", "[]", '{"answer": "x"}'])
    done = bot("judge", stdin=text)
    answers = lines(done)
    assert [each.get("outcome") for each in answers[:2]] == ["right", "wrong"]
    assert answers[0]["credit"] == 1.0
    assert answers[0]["reason"]
    assert ["error" in each for each in answers] == [False] * 3 + [True] * 3
    assert done.returncode == 1


def test_the_shipped_packs_have_nothing_to_mend() -> None:
    """As the check says, with the table of questions."""
    for pack in sorted(path.parent for path in CONTENT.glob("*/pack.toml")):
        done = bot("content", "check", str(pack))
        assert done.stdout.decode().rstrip().endswith("Nothing to mend."), done.stdout.decode()


def test_help_names_every_command_with_a_sentence() -> None:
    """No manual is needed."""
    said = bot("--help").stdout.decode()
    for command in ("chat", "lookup", "judge", "content", "contest", "run", "simulate", "doctor"):
        assert f"\n  {command} " in said
        assert fold(bot(command, "--help").stdout.decode()).startswith("usage: ")


def test_the_doctor_says_where_the_scores_are(tmp_path: Path) -> None:
    """The file is named, and everything is well."""
    done = bot("doctor", folder=tmp_path)
    assert f"{tmp_path}/cli.db" in done.stdout.decode()
    assert done.returncode == 0


def test_the_doctor_says_what_is_not_well_and_hides_the_password(tmp_path: Path) -> None:
    """A database that cannot be reached is one line, without the secret in it."""
    environment = {**os.environ, "DATABASE_URL": "postgresql://ada:secret@127.0.0.1:1/none"}
    done = subprocess.run([PROGRAM, "doctor"], capture_output=True, check=False, env=environment)
    assert done.returncode == 1
    assert b"NO" in done.stdout
    assert b"secret" not in done.stdout + done.stderr


def test_a_conversation_can_be_scripted(tmp_path: Path) -> None:
    """Lines in, plain text out, and the points are there the next time."""
    first = bot(
        "chat", stdin="/lookup armistice\n/quiz count=1 kinds=find-passage\n¶ 99\n", folder=tmp_path
    )
    assert "**armistice**" in first.stdout.decode()
    assert "The quiz is over" in first.stdout.decode()
    second = bot("chat", stdin="/score\n", folder=tmp_path)
    assert "0 of 1" in second.stdout.decode()
    assert (first.returncode, second.returncode) == (0, 0)


def test_looking_at_the_score_in_mid_quiz_keeps_the_question(tmp_path: Path) -> None:
    """A reply without controls of its own leaves those on show alive."""
    done = bot("chat", stdin="/quiz count=1 kinds=find-passage\n/score\n¶ 99\n", folder=tmp_path)
    assert "The quiz is over" in done.stdout.decode()
    assert done.returncode == 0


def test_looking_something_up_in_mid_quiz_sets_the_question_aside(tmp_path: Path) -> None:
    """``/back`` returns to it."""
    text = "/quiz count=1 kinds=find-passage\n/lookup armistice\n/back\n¶ 99\n"
    done = bot("chat", stdin=text, folder=tmp_path)
    assert "The quiz is over" in done.stdout.decode()
    assert done.returncode == 0


def test_a_database_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path) -> None:
    """The place, the reason and the mend; no stack."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = bot("chat", stdin="/score\n", folder=blocked)
    assert done.returncode == 2
    assert f"The database at {blocked}/cli.db cannot be used" in done.stderr.decode()
    assert b"DATABASE_URL" in done.stderr
