"""A single payload as a user asks for it."""

import json

import pytest

from cosmodrome.app.cli import main

ASKED = ["payload", "soyuz-2.1a", "vostochny-1s", "--orbit", "250 km 60 deg"]
KEYS = {
    "launcher", "launcher_title", "pad", "pad_title", "orbit", "target",
    "liftoff_utc", "ascending", "status", "advice", "is_proved", "payload_kg", "low_kg",
    "high_kg", "reserve", "upper_stage", "burns", "drivers", "band_numbers", "certificate",
    "limits", "events", "notes",
    "catalogue_hash", "versions", "timings_s",
}  # fmt: skip


@pytest.fixture(scope="module")
def answer():
    """The mapping of a real answer."""
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.payload_mapping import payload_mapping
    from cosmodrome.study.payload import payload
    from cosmodrome.study.payload_request import PayloadRequest, read_request

    request = PayloadRequest(launcher=ASKED[1], pad=ASKED[2], orbit=ASKED[4])
    return payload_mapping(payload(read_request(request, open_catalogue())), "c0ffee", {})


@pytest.fixture
def answered(monkeypatch, answer):
    """Let the command give the answer that is there, changed as a test needs it."""

    def change(**changed):
        given = answer | changed
        monkeypatch.setattr("cosmodrome.study.payload.payload", lambda case, variants: None)
        monkeypatch.setattr("cosmodrome.report.payload_mapping.payload_mapping", lambda *_: given)

    return change


def test_the_answer_has_the_keys_it_documents(answer):
    assert set(answer) == KEYS
    assert (answer["status"], answer["is_proved"]) == ("optimal", True)
    assert answer["certificate"]["faults"] == []
    assert {"reflight_position_m", "openings_agreeing", "violation"} <= set(answer["certificate"])
    limits = {row["name"]: row for row in answer["limits"]}
    # A gravity turn: the angle of attack binds, and the pressure follows from it.
    assert limits["q-alpha"]["binds"] is True
    assert answer["reserve"] is None
    assert limits["axial acceleration"]["binds"] is False
    assert set(answer["events"][0]) == {
        "name", "t_s", "altitude_km", "inertial_speed_m_s", "mass_kg",
    }  # fmt: skip
    times = [event["t_s"] for event in answer["events"]]
    assert times == sorted(times)
    assert answer["events"][-1]["name"] == "blok-i cut-off"


def test_the_payload_is_below_the_published_one_to_a_lower_orbit(answer):
    # Published to 200 x 240 km and 51.6 deg from Baikonur: 7 430 kg; 60 deg costs some of it.
    assert 6000.0 < answer["payload_kg"] < 7430.0


def test_the_command_prints_the_answer(answered, capsys):
    answered()
    assert main.run(ASKED) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0].endswith(" kg")
    assert max(map(len, out.splitlines())) <= 80


def test_the_command_prints_json(answered, answer, capsys):
    answered()
    assert main.run([*ASKED, "--json"]) == 0
    assert json.loads(capsys.readouterr().out).keys() == answer.keys()


def test_a_certificate_that_fails_exits_1_and_says_which_part(answered, answer, capsys):
    proof = answer["certificate"] | {"faults": ["constraints are violated by 1"]}
    answered(is_proved=False, certificate=proof)
    assert main.run(ASKED) == 1
    out, err = capsys.readouterr()
    assert err == "the certificate fails: constraints are violated by 1\n"
    assert "not proved" in out.splitlines()[0]


def test_no_payload_exits_1_with_advice(answered, capsys):
    answered(payload_kg=None, is_proved=False, status="infeasible", advice="ask for less")
    assert main.run(ASKED) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "no payload found"
    assert err == "infeasible: ask for less\n"


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["soyuz-2.1", "vostochni-1s", "--orbit", "250 km 60 deg"],
            [
                "error: soyuz-2.1: no launcher of this name; did you mean soyuz-2.1a or",
                "error: vostochni-1s: no pad of this name; did you mean vostochny-1s",
            ],
        ),
        ([*ASKED[1:], "--q-max", "36"], ['error: --q-max: `36` has no unit; write "36 kPa"']),
        ([*ASKED[1:], "--q-max", "36 kg"], ["error: --q-max: `kg` cannot be turned into `Pa`"]),
        ([*ASKED[1:], "--q-max", "-1 kPa"], ["error: --q-max: `-1 kPa` is not above 0"]),
        ([*ASKED[1:], "--q-max", "nan kPa"], ["error: --q-max: `nan kPa` is not above 0"]),
        ([*ASKED[1:], "--date", "soon"], ["error: --date: `soon` is no date; write 2026-04-28"]),
    ],
)
def test_bad_input_exits_2_with_a_line_for_each_fault(arguments, lines, capsys):
    assert main.run(["payload", *arguments]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(lines)
    for line, begin in zip(said, lines, strict=True):
        assert line.startswith(begin)


def test_an_orbit_that_cannot_be_read_exits_2(capsys):
    assert main.run([*ASKED[:3], "--orbit", "up there"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "up there" in line


def test_without_an_orbit_the_command_asks_for_one(capsys):
    assert main.run(ASKED[:3]) == 2
    assert "name an orbit" in capsys.readouterr().err
