"""Reading a pack: what is right comes out as values, what is wrong is named with its line and mend."""

import pytest

from bot.document.model import Ref
from bot.pack.model import Pack
from bot.pack.parse import bare, parse
from bot.pack.problems import PackInvalid, Problem
from bot.runtime.packs import load
from tests.builders import SOURCE, a_pack, pack_files

QUESTION = """
[[question]]
id = "p01-sail"
kind = "multiple-choice"
prompt = "What does the pilot announce?"
difficulty = "easy"
topics = ["the-sea"]
attribution = "pilot"
evidence = ["We sail at dawn."]
explanation = "He says so himself."
hint = "Look at his words."
answer = "To sail at dawn"
distractors = [
  { text = "To wait a week", why = "He does not wait." },
  { text = "To sell a boat", why = "Nothing is sold." },
  { text = "To go by land", why = "They go by sea." },
]
"""

NOTE = '[[note]]\nat = "¶ 1 s. 2"\ngist = "The pilot decides."\nvoice = "pilot"\ntopics = ["the-sea"]\n'


def with_question(text: str = QUESTION) -> dict[str, str]:
    return pack_files(**{"questions/one.toml": text})


def only_problem(files: dict[str, str]) -> Problem:
    with pytest.raises(PackInvalid) as caught:
        parse(files)
    assert len(caught.value.problems) == 1, caught.value
    return caught.value.problems[0]


def test_a_small_pack_is_read() -> None:
    """Two files are enough."""
    pack = a_pack()
    assert (pack.id, pack.title, len(pack.document.paragraphs)) == ("harbor", "The harbor", 2)


def test_a_question_knows_where_its_evidence_stands_and_where_it_is_written() -> None:
    """The span is located in the document, and the entry in its file."""
    pack = parse(with_question())
    (question,) = pack.questions
    assert question.evidence[0].ref == Ref("paragraph", 1, 2, 2)
    assert pack.origins["p01-sail"] == ("questions/one.toml", 2)


def test_a_misquoted_span_is_refused_with_its_line() -> None:
    """One letter off, and the author is told which line and what to do."""
    problem = only_problem(
        with_question(QUESTION.replace("We sail at dawn.", "We sailed at dawn."))
    )
    assert (problem.file, problem.line, problem.entry) == ("questions/one.toml", 9, "p01-sail")
    assert "“We sailed at dawn.” does not stand in the document" in problem.message
    assert "Copy the words" in problem.mend


def test_words_that_stand_twice_must_say_which() -> None:
    """“harbor” is in both paragraphs."""
    twice = QUESTION.replace('"We sail at dawn."', '"harbor"')
    assert "stands in the document 2 times (¶ 1, ¶ 2)" in only_problem(with_question(twice)).message
    told = QUESTION.replace('"We sail at dawn."', '{ text = "harbor", at = "¶ 2" }')
    (question,) = parse(with_question(told)).questions
    assert question.evidence[0].ref == Ref("paragraph", 2, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('kind = "multiple-choice"', 'kind = "riddle"', 4, "“riddle” is not known"),
        ('attribution = "pilot"', 'attribution = "cook"', 8, "“cook” is not known"),
        ('topics = ["the-sea"]', 'topics = ["the-land"]', 7, "“the-land” is not known"),
        ('hint = "Look at his words."', 'hnt = "Look at his words."', 11, "hint is missing"),
        ('hint = "Look at his words."\n', "", 2, "hint is missing"),
        ('hint = "Look at his words."', 'hint = "a"\nhnt = "b"', 12, "hnt is not a field"),
        ('answer = "To sail at dawn"', "answer = 5", 12, "answer is not a text"),
        ('answer = "To sail at dawn"', 'answer = " "', 12, "answer is empty"),
        ('id = "p01-sail"', 'id = "P01 sail"', 3, "“P01 sail” is not an id"),
        ('difficulty = "easy"', 'difficulty = "fiendish"', 6, "“fiendish” is not known"),
        ('  { text = "To wait a week", why = "He does not wait." },\n', "", 13, "has 2 entries"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    """Each mistake that an author makes leads to the line to mend."""
    assert old in QUESTION
    problem = only_problem(with_question(QUESTION.replace(old, new)))
    assert said in problem.message
    assert problem.line == line
    assert problem.mend


def test_ids_are_unique_over_all_files() -> None:
    """Two questions with one id would share their scores."""
    files = pack_files(**{"questions/one.toml": QUESTION, "questions/two.toml": QUESTION})
    problem = only_problem(files)
    assert (problem.file, problem.line) == ("questions/two.toml", 2)
    assert "is taken" in problem.message


def test_all_entries_are_read_before_anything_is_said() -> None:
    """Three wrong entries are three problems in one go, in the order of the files."""
    wrong = "\n".join(QUESTION.replace("p01-sail", f"q{n}").replace("easy", "x") for n in range(3))
    with pytest.raises(PackInvalid) as caught:
        parse(with_question(wrong))
    assert [problem.entry for problem in caught.value.problems] == ["q0", "q1", "q2"]


def test_a_line_that_is_not_toml_is_named() -> None:
    """The parser's own line is passed on."""
    problem = only_problem(with_question('[[question]]\nid = "open\n'))
    assert problem.line == 2
    assert problem.message.startswith("is not TOML")


def test_a_missing_source_is_said() -> None:
    """No document, no pack."""
    files = pack_files()
    del files["source.txt"]
    assert only_problem(files) == Problem("source.txt", 0, "is missing", "Add it to the pack.")


def test_an_alias_that_stands_in_the_document_is_no_alias() -> None:
    """An alias says “the document does not say this”; here it would be untrue."""
    term = '[[term]]\nid = "harbor"\nname = "Harbor"\nforms = ["harbor"]\ndefinition = "A port."\n'
    problem = only_problem(pack_files(**{"glossary.toml": term + 'aliases = ["port", "storm"]\n'}))
    assert (problem.line, problem.message) == (6, "aliases “storm” stands in the document")


def test_a_form_must_stand_in_the_document() -> None:
    """A form is how the document itself names the thing."""
    term = '[[term]]\nid = "port"\nname = "Port"\nforms = ["port"]\ndefinition = "A harbor."\n'
    assert "does not stand" in only_problem(pack_files(**{"glossary.toml": term})).message


def test_whose_view_is_taken_from_the_nearest_note() -> None:
    """A sentence has its own voice, else its paragraph's; a paragraph has those of its sentences."""
    notes = NOTE + NOTE.replace("¶ 1 s. 2", "¶ 1").replace("pilot", "author")
    pack: Pack = parse(pack_files(**{"annotations.toml": notes}))
    assert pack.voices_at(Ref("paragraph", 1, 2, 2)) == ("pilot",)
    assert pack.voices_at(Ref("paragraph", 1, 1, 1)) == ("author",)
    assert pack.voices_at(Ref("paragraph", 1)) == ("author", "pilot")
    assert pack.voices_at(Ref("paragraph", 2)) == ()


def test_a_note_must_be_about_one_place() -> None:
    """Two paragraphs are two places, ¶ 9 does not exist."""
    for place in ("¶¶ 1-2", "¶ 9", "nowhere"):
        problem = only_problem(pack_files(**{"annotations.toml": NOTE.replace("¶ 1 s. 2", place)}))
        assert "is not one place in the document" in problem.message


def test_a_bare_text_is_a_pack_without_apparatus() -> None:
    """Any text file can be looked up in."""
    pack = bare("harbor", SOURCE)
    assert (pack.title, pack.work, len(pack.document.paragraphs)) == ("harbor", None, 2)


def test_the_dispatch_is_as_large_as_promised() -> None:
    """180 questions of all twelve kinds over every paragraph, 40 terms, 60 quotes, every ¶ annotated."""
    pack = load()
    assert len(pack.questions) >= 180
    assert len({question.kind for question in pack.questions}) == 12
    assert len(pack.terms) >= 40
    assert len(pack.quotes) >= 60
    numbers = set(range(1, 16))
    assert {note.at.number for note in pack.notes if note.at.part == "paragraph"} == numbers
    assert {each.ref.number for q in pack.questions for each in q.evidence} >= numbers


def test_every_evidence_span_stands_in_the_published_text() -> None:
    """With the printer's marks taken out of the source, each span is there character for character."""
    pack = load()
    text = "\n".join(block.text for block in pack.document.blocks)
    assert [e.text for q in pack.questions for e in q.evidence if e.text not in text] == []
    assert [quote.id for quote in pack.quotes if quote.span.text not in text] == []
