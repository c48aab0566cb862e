import io

from cosmodrome.catalogue.figure import Card, Figure, Grade
from cosmodrome.report.card import print_card
from cosmodrome.report.console import console


def test_a_card_shows_each_figure_with_source_and_grade_and_the_notes_below():
    figures = (
        Figure(
            path="stages.core.engine.thrust_vac",
            text="990.2 kN",
            value=990.2e3,
            unit="N",
            source="CSG",
            grade=Grade.STATED,
            sigma=9902.0,
            note="four chambers [and four verniers]",
        ),
        Figure(path="mass", text="1 t", value=1e3, unit="kg"),
    )
    stream = io.StringIO()
    card = Card(
        name="soyuz",
        title="Soyuz-2.1a",
        kind="launcher",
        note="As flown in 2016.",
        file="soyuz.yaml",
        figures=figures,
    )
    print_card(console(stream), card)
    lines = stream.getvalue().splitlines()
    assert lines[:2] == ["Soyuz-2.1a (launcher)", "As flown in 2016."]
    assert any({"990.2", "kN", "1", "%", "stated", "CSG"} <= set(line.split()) for line in lines)
    assert any(line.split() == ["mass", "1", "t", "-", "unsourced", "-"] for line in lines)
    assert lines[-3:] == [
        "stages.core.engine.thrust_vac: four chambers [and four verniers]",
        "CSG: Arianespace, Soyuz from the Guiana Space Centre, User's Manual, 2012",
        "file: soyuz.yaml",
    ]


def test_the_card_of_a_launcher_tells_the_sigma_of_a_grade_in_parentheses():
    figures = (
        Figure(path="a", text="2 s", value=2.0, unit="s", source="CSG", grade=Grade.DERIVED),
        Figure(path="b", text="0 s", value=0.0, unit="s", grade=Grade.ESTIMATE, sigma=0.5),
    )
    stream = io.StringIO()
    card = Card(name="x", title="X", kind="launcher", note="", file="x.yaml", figures=figures)
    print_card(console(stream), card)
    rows = [line.split() for line in stream.getvalue().splitlines()]
    assert ["a", "2", "s", "(1", "%)", "derived", "CSG"] in rows
    assert ["b", "0", "s", "0.5", "s", "estimate", "-"] in rows
