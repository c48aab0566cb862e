from cosmodrome.catalogue.bibliography import sources
from cosmodrome.catalogue.load import SHIPPED


def test_every_source_has_a_line_without_marks_of_the_format():
    lines = sources()
    text = (SHIPPED / "sources.bib").read_text(encoding="utf-8")
    assert len(lines) == text.count("\n@")
    assert all(line and not set(line) & set("{}\\") for line in lines.values())
    assert lines["SB"].startswith("Markin, L., SpaceBallistics, models of Soyuz-2.1b, github.com")
