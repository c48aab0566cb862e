import io

from cosmodrome.report import console


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_without_a_terminal_progress_is_a_line_at_the_end_and_now_and_then(monkeypatch):
    stream = io.StringIO()
    with console.counted("points", 5, 2, stream) as done:
        done()
        done()
        monkeypatch.setattr(console, "SAID_EVERY_S", 0.0)
        done()
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("5 of 5 points, ")
    assert line.endswith(" a second")


def test_a_line_on_the_way_tells_rate_and_time_left(monkeypatch):
    monkeypatch.setattr(console, "SAID_EVERY_S", 0.0)
    times = iter([100.0, 102.0, 104.0])
    monkeypatch.setattr(console.time, "monotonic", lambda: next(times))
    stream = io.StringIO()
    with console.counted("points", 10, 5, stream) as done:
        done()
        done()
    assert stream.getvalue().splitlines() == [
        "6 of 10 points, 0.50 a second, 8 s left",
        "7 of 10 points, 0.50 a second, 6 s left",
    ]


def test_on_a_terminal_progress_is_a_bar():
    stream = Terminal()
    with console.counted("points", 2, 0, stream) as done:
        done()
        done()
    assert "2/2" in stream.getvalue()
    assert "points" in stream.getvalue()


def test_a_sentence_is_folded_into_80_columns_and_a_path_is_not(monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    path = "/somewhere/" + "x" * 100
    sentence = (
        "predicted: the certificate of the ascent fails: the Hamiltonian changes by 1.2e-02 of its "
        f"size along a steady phase, above 0.005; kept in {path}"
    )
    lines = console.folded(sentence).splitlines()
    assert " ".join(line.strip() for line in lines) == sentence
    assert all(len(line) <= 80 for line in lines if path not in line)


def test_a_sentence_stays_whole_where_no_terminal_shows_it(monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    sentence = "no ascent keeps this " * 10
    assert console.folded(sentence) == sentence
