from cosmodrome.catalogue.bibliography import sources


def test_every_source_has_a_line_without_marks_of_the_format():
    lines = sources()
    assert len(lines) > 50
    assert all(line and not set(line) & set("{}\\") for line in lines.values())
    assert lines["SB"].startswith("Markin, L., SpaceBallistics, models of Soyuz-2.1b, github.com")
