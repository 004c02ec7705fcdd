"""A pack from a stranger can be refused, and can do nothing else: no harm, no hang, no traceback."""

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.cite import FORMS
from bot.document.lexicon import Lexicon
from bot.document.source import read
from bot.pack.check import check
from bot.pack.parse import parse
from bot.pack.problems import PackInvalid
from bot.quiz.judge import TextJudge
from bot.runtime.packs import load
from tests.builders import pack_files
from tests.whole_pack import ENTRIES, HEAD, PLACES, files_of, replaced

JUDGE = TextJudge(Lexicon({"dawn": 10, "dusk": 10, "boats": 10}))

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    TEXTS
    | st.sampled_from(["¶ 99", "p. 2", "harbor", "-", "\x1b[2J", "\u202e", "a" * 5000, "¹", "٣"])
    | st.integers()
    | st.just(10**99)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "why", "at", "id", "source"]) | TEXTS, inner)
    ),
    max_leaves=6,
)


def problems_of(files: Mapping[str, str]) -> str:
    """Return what is said against a pack; nothing where it is taken. Any other error is a failure."""
    try:
        pack = parse(files)
    except PackInvalid as invalid:
        return str(invalid)
    assert all(question.form("seed") for question in pack.questions)
    check(pack, JUDGE)
    if pack.work:
        assert all(form.cite(pack.work, ()) for form in FORMS)
    return ""


def can_act(text: str) -> bool:
    """Return whether a text could act on a terminal, or turn the direction of what follows it."""
    return any(unicodedata.category(c) == "Cc" or c in "\u202e\u2066" for c in text if c != "\n")


def test_the_pack_that_is_spoiled_below_is_good() -> None:
    """Or else the tests below would show nothing."""
    assert problems_of(files_of(ENTRIES)) == ""


@given(st.sampled_from(PLACES), VALUES)
def test_any_value_in_any_field_is_taken_or_refused_in_words(
    place: tuple[str, tuple[Any, ...]], value: object
) -> None:
    """Wrong types, sizes and characters anywhere give a problem that can be printed, and no error."""
    entry, path = place
    said = problems_of(files_of(ENTRIES | {entry: replaced(ENTRIES[entry], path, value)}))
    assert not can_act(said)


@given(st.sampled_from(sorted(ENTRIES)), TEXTS.filter(bool), VALUES)
def test_a_field_that_nothing_reads_is_refused(entry: str, name: str, value: object) -> None:
    """A misspelled field must not be passed over in silence."""
    if name not in ENTRIES[entry]:
        assert problems_of(files_of(ENTRIES | {entry: ENTRIES[entry] | {name: value}}))


@given(st.sampled_from([p for p in PLACES if isinstance(p[1][-1], str) and len(p[1]) > 1]))
def test_a_misspelled_field_within_a_field_is_refused(place: tuple[str, tuple[Any, ...]]) -> None:
    """So too in a citation, a distractor or a note from outside; a voice or topic may have any name."""
    entry, (*path, name) = place
    parent = ENTRIES[entry]
    for key in path:
        parent = parent[key]
    spoiled = {(f"{key}x" if key == name else key): each for key, each in parent.items()}
    assert problems_of(files_of(ENTRIES | {entry: replaced(ENTRIES[entry], tuple(path), spoiled)}))


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
def test_any_text_can_be_any_file(text: str) -> None:
    """Each file is read or refused; a source is given back as it was."""
    for name in ("pack.toml", "glossary.toml", "questions/one.toml"):
        problems_of(pack_files(**{name: text}))
    problems_of(pack_files(**{"source.txt": text}))
    assert read(text).written() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "too deep"),
        ("a = " + "{a = " * 100_000, "too deep"),
        ("a" + ".a" * 200_000 + " = 1", "full stops on one line"),
        ("format = " + "9" * 100_000, "is not TOML"),
        ("format = 0x" + "f" * 100_000, "format is too large"),
        ("# " + "x" * 4_000_000, "has more than 4,000,000 characters"),
        ("format = 1\nid" + ".a" * 900 + " = 1", "id is not a text"),
        ("[voices]\n" + "".join(f"v{n} = 'V'\n" for n in range(101)), "format is missing"),
    ],
    ids=["lists", "tables", "dotted key", "figures", "hex", "size", "deep id", "voices"],
)
def test_a_file_made_to_choke_the_reader_is_refused_at_once(text: str, said: str) -> None:
    """Depth, length and huge numbers are bounded before they cost anything."""
    assert said in problems_of(pack_files(**{"pack.toml": text}))


@pytest.mark.parametrize(
    "source",
    [
        "word " + " " * 300_000 + "x",
        "!" * 300_000,
        "A. " * 100_000,
        "[Page " * 50_000,
        "\n \n" * 99_999,
    ],
    ids=["spaces", "stops", "initials", "marks", "lines"],
)
def test_a_source_made_to_choke_the_reader_is_read_all_the_same(source: str) -> None:
    """Reading takes a time in proportion to the length, whatever stands there."""
    assert read(source).written() == source


def test_a_quotation_that_stands_everywhere_costs_nothing() -> None:
    """A hundred places are enough to know that it is not one."""
    quote = '[[quote]]\nid = "a"\ntext = "a"\nvoice = "author"\ntopics = ["the-sea"]\n'
    quote += 'note = "n"\nquestion = "q"\n'
    said = problems_of(pack_files(**{"source.txt": "a" * 1_000_000, "quotes.toml": quote}))
    assert "stands in the document very often" in said


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("".join(f"k{n} = 1\n" for n in range(100_000)), 1),
        ("question = [" + "{a = 1}," * 20_000 + "]", 200),
        ("[[question]]\nid = 1\n" * 20_000, 200),
    ],
    ids=["names", "one line", "entries"],
)
def test_a_file_with_everything_wrong_is_given_up(text: str, problems: int) -> None:
    """Nobody reads a hundred thousand messages, and each costs a search for its line."""
    said = problems_of(pack_files(**{"questions/one.toml": text}))
    assert len(said.splitlines()) == problems


def test_a_link_out_of_the_pack_is_not_followed(tmp_path: Path) -> None:
    """A pack must not make the bot show another file of the machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is swordfish.")
    folder = a_folder(tmp_path)
    (folder / "source.txt").unlink()
    (folder / "source.txt").symlink_to(secret)
    assert refused(folder) == "source.txt: is a link out of the pack. Put a copy in its place."


def test_a_linked_folder_of_questions_is_not_followed(tmp_path: Path) -> None:
    """Nor is a folder that lies elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.toml").write_text("")
    folder = a_folder(tmp_path)
    (folder / "questions").symlink_to(elsewhere)
    assert "questions/one.toml: is a link out of the pack" in refused(folder)


def test_a_link_within_the_pack_is_followed(tmp_path: Path) -> None:
    """Two names for one text are the author's own affair."""
    folder = a_folder(tmp_path)
    (folder / "source.txt").rename(folder / "text-2.txt")
    (folder / "source.txt").symlink_to("text-2.txt")
    assert load(folder).title == "The harbor"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"One line.\nca\xf1\xf3n", "source.txt:2: is not a text in UTF-8"),
        ("One line.".encode("utf-16"), "source.txt:1: is not a text in UTF-8"),
        (b"One line.\n\nTwo.\0", "source.txt:3: has a null character"),
        (b" \n \n", "source.txt: has no text"),
        (b"", "source.txt: has no text"),
    ],
    ids=["latin-1", "utf-16", "null", "blank", "empty"],
)
def test_a_source_that_is_no_text_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    """Saved in another encoding, or not a text at all: the author is told the line and the mend."""
    folder = a_folder(tmp_path)
    (folder / "source.txt").write_bytes(data)
    assert refused(folder).startswith(said)


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    """A terabyte of nothing takes no room on the disk, and must take none in memory."""
    folder = a_folder(tmp_path)
    os.truncate(folder / "source.txt", 10**12)
    assert refused(folder).startswith("source.txt: is too large")


def test_a_pipe_in_the_place_of_a_file_is_passed_over(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    folder = a_folder(tmp_path)
    os.mkfifo(folder / "quotes.toml")
    assert load(folder).quotes == ()


def test_a_file_that_no_pack_has_is_named(tmp_path: Path) -> None:
    """A misnamed file would otherwise be passed over in silence."""
    folder = a_folder(tmp_path)
    (folder / "quote.toml").write_text("")
    assert refused(folder).startswith("quote.toml: is not a file of a pack")


def test_an_array_that_no_file_has_is_named() -> None:
    """``[[questions]]`` instead of ``[[question]]`` would otherwise be no question at all."""
    said = problems_of(pack_files(**{"questions/one.toml": '\n[[questions]]\nid = "a"\n'}))
    assert said == (
        "questions/one.toml:2: questions is not known here. Begin each entry with [[question]]."
    )


def test_a_message_cannot_act_on_the_terminal() -> None:
    """What a pack says of itself is shown on one line, with no control character in it."""
    said = problems_of(pack_files(**{"questions/\x1b[2J\n.toml": '"a\\u001b[2Jb" = 1'}))
    assert "\n" not in said
    assert not can_act(said)


def test_a_layout_out_of_order_is_refused() -> None:
    """The closing can not come before the body, or words would be lost."""
    head = HEAD | {"text": {"body_starts": "Seven boats", "closing_starts": "The harbor was"}}
    assert "does not stand once in its place" in problems_of(files_of({"pack.toml ": head}))


def a_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "harbor"
    folder.mkdir()
    for name, text in pack_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(PackInvalid) as caught:
        load(folder)
    return str(caught.value)
