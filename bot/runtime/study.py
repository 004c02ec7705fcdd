"""What is made of a pack: its index and its judge."""

from bot.document.model import Ref
from bot.document.search import Index
from bot.document.search_corpus import Alias, Annotation
from bot.pack.model import Pack
from bot.quiz.judge import TextJudge
from bot.runtime.lexicon import english


def index_of(pack: Pack) -> Index:
    """Build the index of a pack, with everything its editor says of the passages."""
    annotations = [Annotation(note.at, note.gist, note.asks, note.topics) for note in pack.notes]
    aliases = [Alias(term.name, term.forms, term.aliases) for term in pack.terms]
    return Index.build(pack.document, annotations, aliases, english(), _speakers(pack))


def _speakers(pack: Pack) -> dict[str, list[Ref]]:
    """Return the sentences of each voice by its name: “Karl Radek, as Bullitt quotes him” is Karl Radek."""
    spoken: dict[str, list[Ref]] = {}
    for note in sorted(pack.notes, key=lambda note: note.at):
        if note.at.first:
            spoken.setdefault(pack.voices[note.voices[-1]].split(",")[0], []).append(note.at)
    return spoken


def judge_of(pack: Pack) -> TextJudge:
    """Make the judge of a pack: every proper name in its glossary is a candidate of its own."""
    names = (name for term in pack.terms for name in (term.name, *term.forms, *term.aliases))
    return TextJudge(english(), [name for name in names if name[:1].isupper()])
