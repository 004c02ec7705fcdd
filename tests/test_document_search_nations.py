"""Who is said to do what to whom, and which nations a thing is said to belong to."""

import pytest

from bot.document.fold import words
from bot.document.search_nations import Nations


@pytest.mark.parametrize(
    ("said", "agents", "objects"),
    [
        ("the United States attacked Japan", "america", "japan"),
        ("Poland was attacked by Germany", "germany", "poland"),
        ("Poland attacked by Germany and Japan", "germany japan", "poland"),
        (
            "attacks on the Soviet Union by Germany, Poland and Japan",
            "germany japan poland",
            "russia",
        ),
        ("a Japanese attack", "japan", ""),
        ("Germany and Poland will attack in the west", "germany poland", ""),
        ("as Mexico is to attack the United States", "mexico", "america"),
        ("impregnable to attack", "", ""),
    ],
)
def test_who_attacks_whom_is_read_from_the_order_of_the_words(
    said: str, agents: str, objects: str
) -> None:
    """Active and passive, verb and noun; what is not said is nobody."""
    (deed,) = Nations(words(said)).deeds
    assert (" ".join(sorted(deed.agents)), " ".join(sorted(deed.objects))) == (agents, objects)


@pytest.mark.parametrize(
    ("said", "nations"),
    [
        ("the Soviet-German pact", "germany russia"),
        ("the Treaty of Mutual Assistance with France", "france"),
        ("conclude this Treaty was the fear that France might welcome Germany", ""),
        ("a pact between Berlin and Moscow", "germany russia"),
        ("an alliance with Moscow against Japan", "russia"),
        ("the pact", ""),
    ],
)
def test_a_pact_is_of_the_nations_named_beside_it(said: str, nations: str) -> None:
    """Right before or after it, in the same clause, and not those that it is made against."""
    found = Nations(words(said)).beside({"pact", "treati", "allianc"})
    assert " ".join(sorted(found)) == nations
