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
            source="samara-2011",
            grade=Grade.STATED,
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
    assert any({"990.2", "kN", "stated", "samara-2011"} <= set(line.split()) for line in lines)
    assert any(line.split() == ["mass", "1", "t", "unsourced", "-"] for line in lines)
    assert lines[-2:] == [
        "stages.core.engine.thrust_vac: four chambers [and four verniers]",
        "file: soyuz.yaml",
    ]
