"""A small letter to look things up in: its source, its glossary, its editor's questions."""

from collections.abc import Iterator

from bot.document.lexicon import Lexicon
from bot.document.model import Document, Ref
from bot.document.search import Hit, Index
from bot.document.search_corpus import Alias, Annotation
from bot.document.source import Layout, NoteLayout, read

LAYOUT = Layout(
    first_page=10,
    body_starts="The harbour",
    closing_starts="Yours faithfully,",
    notes=(
        NoteLayout(4, "of Safe Passage.", "1. Signed", "Signed in May; see the Port Register."),
    ),
)
SOURCE = (
    "The Pilot (Marlow) to the Harbour Board\n\n"
    "The harbour was quiet before the storm. Captain Okonjo’s “promise” can not possibly be kept but "
    "only [Page 11] by a miracle. The Port Council believes that within ten years no vessel will fear "
    "the reef.\n\n"
    ". . . . . .\n\n"
    "The merchants vis-à-vis the council are in a happy mood. Seven boats left and five came back. "
    "The Port Council concluded the Treaty of Safe Passage.4 Nobody trusts the treaty.\n\n"
    "The Port Council is proud of its illfounded hopes. Ships from Norway unload grain. "
    "Some sail on to Manchuria.\n\n"
    "Yours faithfully,\nE. Marlow\n1. Signed in May; see the Port Register."
)
ALIASES = (
    Alias("Port Council", ("Port Council",), ("PC", "city fathers")),
    Alias("The reef", ("the reef",), ("Devil’s Teeth",)),
    Alias("The fleet", ("Seven boats",), ("Sailing-ships",)),
)
ENGLISH = (
    "despite mood desire believe naval theory weather pizza boat treaty trust miracle home stay stayed "
    "immediate deal new"
)


def an_index(*asks: tuple[str, str]) -> Index:
    """A small letter, its glossary, and what its editor wrote: an address and a question to each."""
    document = read(SOURCE, LAYOUT)
    notes = [
        Annotation(next(r for r in _refs(document) if r.code == at), asks=(ask,))
        for at, ask in asks
    ]
    return Index.build(document, notes, ALIASES, Lexicon(dict.fromkeys(ENGLISH.split(), 10**8)))


def _refs(document: Document) -> Iterator[Ref]:
    for block in document.blocks:
        yield block.ref
        for number in range(1, len(block.sentences) + 1):
            yield Ref(block.part, block.number, number, number)


def best(query: str, *asks: tuple[str, str]) -> Hit:
    """The best hit."""
    found = an_index(*asks).find(query)
    assert found.hits, f"nothing found for {query!r}: {found.suggestions}"
    return found.hits[0]


def marked(hit: Hit) -> list[str]:
    """The words marked in a hit."""
    return [hit.text[start:end] for start, end in hit.matches]
