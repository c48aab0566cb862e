import pytest

from cosmodrome.report.accuracy import BEGIN, END, accuracy_of, accuracy_table, with_accuracy


def figure(what, difference, tolerance, **others):
    return {
        "what": what,
        "unit": "s",
        "predicted": 1.0 + difference,
        "as_flown": None,
        "published": 1.0,
        "difference": difference,
        "tolerance": tolerance,
        "basis": "found",
        "grade": "stated",
        "source": "RT",
    } | others


def test_a_figure_outside_its_tolerance_is_shown_as_such():
    rows = [figure("a", 0.5, 1.0), figure("b", -2.0, 1.0), figure("c", 3.0, None)]
    lines = accuracy_table({"comparison": rows}).splitlines()[2:]
    assert [line.split(" | ")[7] for line in lines] == ["yes", "no", "-"]
    assert lines[1] == "| b | s | -1.0 | - | 1.0 | -2.0 | 1.0 | no | found | stated | RT |"


def test_what_was_not_published_is_no_accuracy():
    rows = [figure("a", 0.5, 1.0, published=None)]
    assert len(accuracy_table({"comparison": rows}).splitlines()) == 2


def test_a_table_is_put_between_the_markers_and_found_there():
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    found = with_accuracy(page, "| new \\1 |\n")
    assert found == f"before\n{BEGIN}\n| new \\1 |\n{END}\nafter\n"
    assert accuracy_of(found) == "| new \\1 |\n"


def test_a_page_without_markers_is_refused():
    with pytest.raises(ValueError, match="needs one"):
        with_accuracy("page", "| new |\n")
