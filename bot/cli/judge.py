"""``dispatch-bot judge``."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from bot.cli.options import pack_option
from bot.quiz.judge import Style, TextJudge, TextKey
from bot.runtime.lexicon import english
from bot.runtime.packs import load
from bot.runtime.study import judge_of
from bot.views.records import verdict_record


@click.command()
@pack_option
@click.pass_context
def judge(ctx: click.Context, pack_path: Path | None) -> None:
    """Judge written answers: JSON lines in, a JSON line out for each.

    \b
    Each line in has "answer" and "response", and may have "question", "kind", "accepted" and
    "refused". Each line out has "outcome" (right, close or wrong), "credit" from 0 to 1, "reason"
    in words, and "matched", the wording that decided. A line that cannot be read gets "error".

    \b
    echo '{"question": "Who shouted?", "answer": "Karl Radek", "response": "radeck"}' \\
      | dispatch-bot judge

    With --pack the names in that pack's glossary are known as other candidates. The exit status is 1
    when a line could not be read.
    """
    texts = judge_of(load(pack_path)) if pack_path else TextJudge(english())
    failed = False
    for line in sys.stdin.buffer:
        record = _judged(texts, line.decode("utf-8", errors="replace"))
        failed = failed or "error" in record
        click.echo(json.dumps(record, ensure_ascii=False))
    ctx.exit(1 if failed else 0)


def _judged(texts: TextJudge, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        key, response = _read(row)
    except (ValueError, TypeError, RecursionError) as error:
        return {"error": f"This line cannot be read: {error}"}
    return verdict_record(texts.judge(key, response))


def _read(row: object) -> tuple[TextKey, str]:
    if not isinstance(row, dict):
        raise TypeError("it is not a JSON object")
    for name in ("answer", "response"):
        if not isinstance(row.get(name), str | int | float):
            raise TypeError(f'"{name}" is missing or not a text')
    key = TextKey(
        answer=str(row["answer"]),
        accepted=_texts(row, "accepted"),
        refused=_texts(row, "refused"),
        prompt=str(row.get("question") or ""),
        style=_STYLES.get(str(row.get("kind")), "free"),
    )
    return key, str(row["response"])


def _texts(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list):
        raise TypeError(f'"{name}" is not a list')
    return tuple(str(each) for each in value)


_STYLES: dict[str, Style] = {"cloze": "cloze", "who-said": "name", "number": "number"}
"""What the kinds of question that are written ask for; the others are free text."""
