"""Citations in the forms that teachers ask for."""

import pytest

from bot.document.cite import FORMS, page_range
from bot.runtime.packs import load


def cited(key: str, pages: tuple[int, ...] = ()) -> dict[str, str]:
    work = load().work
    assert work is not None
    form = next(form for form in FORMS if form.key == key)
    return {what: "".join(piece.text for piece in line) for what, line in form.cite(work, pages)}


def test_the_house_form_is_that_of_the_office_of_the_historian() -> None:
    """Volume, editors, imprint, document number and address, as the series asks to be cited."""
    assert cited("house")[""] == (
        "Foreign Relations of the United States, The Soviet Union, 1933–1939, eds. E. R. Perkins, "
        "Rogers Platt Churchill, and John Gilbert Reid (Washington: Government Printing Office, "
        "1952), Document 241. https://history.state.gov/historicaldocuments/frus1933-39/d241"
    )


def test_chicago_gives_note_short_note_and_bibliography() -> None:
    """A passage's own page stands in the note; the volume stands in the bibliography."""
    chicago = cited("chicago", (225,))
    assert chicago["note"] == (
        "William C. Bullitt to Cordell Hull, dispatch no. 730, Moscow, July 19, 1935, in Foreign "
        "Relations of the United States: Diplomatic Papers; The Soviet Union, 1933–1939, ed. E. R. "
        "Perkins, Rogers Platt Churchill, and John Gilbert Reid (Washington, DC: Government Printing "
        "Office, 1952), 225 (doc. 241), "
        "https://history.state.gov/historicaldocuments/frus1933-39/d241."
    )
    assert chicago["short note"] == "Bullitt to Hull, July 19, 1935, 225."
    assert chicago["bibliography"] == (
        "Perkins, E. R., Rogers Platt Churchill, and John Gilbert Reid, eds. Foreign Relations of the "
        "United States: Diplomatic Papers; The Soviet Union, 1933–1939. Washington, DC: Government "
        "Printing Office, 1952. https://history.state.gov/historicaldocuments/frus1933-39."
    )


def test_the_whole_document_is_cited_by_all_its_pages() -> None:
    """Chicago abbreviates 224–227 to 224–27."""
    assert "1952), 224–27 (doc. 241)" in cited("chicago")["note"]


def test_mla_puts_the_day_first_and_shortens_the_editors() -> None:
    """MLA 9: 19 July 1935, et al., pp."""
    assert cited("mla")[""] == (
        "Bullitt, William C. “The Ambassador in the Soviet Union (Bullitt) to the Secretary of "
        "State.” 19 July 1935. Foreign Relations of the United States: Diplomatic Papers; The Soviet "
        "Union, 1933–1939, edited by E. R. Perkins et al., Government Printing Office, 1952, "
        "pp. 224–27. Office of the Historian, history.state.gov/historicaldocuments/frus1933-39/d241."
    )


def test_apa_gives_both_years_and_the_place_in_the_text() -> None:
    """APA 7: the year of the edition in the reference, both years in the text."""
    apa = cited("apa", (226,))
    assert apa["in the text"] == "(Bullitt, 1935/1952, p. 226)"
    assert apa["reference"].startswith("Bullitt, W. C. (1952). The Ambassador in the Soviet Union")
    assert "Foreign relations of the United States: Diplomatic papers;" in apa["reference"]
    assert apa["reference"].endswith("(Original work dated July 19, 1935)")


def test_bibtex_is_one_entry_with_full_page_numbers() -> None:
    """BibTeX wants two hyphens in a range and no abbreviation."""
    entry = cited("bibtex")[""]
    assert entry.startswith("@incollection{bullitt1935,\n  author = {Bullitt, William C.},")
    assert "pages = {224--227}" in entry
    assert entry.count("{") == entry.count("}")


@pytest.mark.parametrize(
    ("pages", "said"),
    [((), ""), ((225,), "225"), ((224, 227), "224–27"), ((99, 101), "99–101"), ((100, 102), "100–102"),
     ((107, 108), "107–8"), ((198, 201), "198–201")],
)  # fmt: skip
def test_page_ranges_are_abbreviated_as_chicago_does(pages: tuple[int, ...], said: str) -> None:
    """The examples of Chicago 9.61."""
    assert page_range(pages) == said
