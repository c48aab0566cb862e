import io

from cosmodrome.report.console import console
from cosmodrome.report.payload_printout import headline, print_payload

ANSWER = {
    "payload_kg": 4480.4,
    "upper_stage": None,
    "reserve": {"velocity_m_s": 93.2, "payload_kg": 4712.3},
    "low_kg": 4290.2,
    "band_numbers": {"counted": 84, "left_out": 4},
    "high_kg": 4650.0,
    "is_proved": True,
    "launcher_title": "Soyuz-2.1a",
    "pad_title": "Vostochny 1S",
    "orbit": "500 km sun-synchronous",
    "drivers": [
        {
            "path": "soyuz-2.1a: stages.core.engine.isp_vacuum",
            "text": "319 s",
            "grade": "stated",
            "sigma": 1.0,
            "effect_kg": -62.4,
        }
    ],
    "certificate": {
        "solver_status": "Solve_Succeeded",
        "nodes": 171,
        "violation": 4.2e-11,
        "reflight_position_m": 12.4,
        "reflight_velocity_m_s": 0.0062,
        "limit_excess": 0.0026,
        "openings_tried": 4,
        "openings_agreeing": 2,
        "rungs": [{"converged": True}] * 3 + [{"converged": False}],
        "primer_rad": 4e-6,
        "hamiltonian_change": 7e-5,
        "switching_wrong_sign": 0.0,
        "faults": [
            "the re-flight misses the plan by 12.4 m and 0.0062 m/s, above 10 m or 0.01 m/s"
        ],
    },
    "limits": [
        {
            "name": "dynamic pressure",
            "unit": "Pa",
            "value": 36376.7,
            "limit": 36300.0,
            "binds": True,
            "t_s": 63.0,
            "altitude_km": 11.0,
        }
    ],
    "events": [
        {
            "name": "fairing jettison",
            "t_s": 208.4,
            "altitude_km": 123.6,
            "inertial_speed_m_s": 2734.8,
            "mass_kg": 66447.0,
        }
    ],
    "notes": ["dog-leg: 45.00 deg is out of reach by azimuth alone " * 3],
    "timings_s": {"payload": 1.23},
}


def printed(answer):
    stream = io.StringIO()
    print_payload(console(stream), answer)
    return stream.getvalue().splitlines()


def test_the_headline_is_the_number_with_its_band():
    assert headline(ANSWER) == "4 480 kg (4 290 to 4 650)"
    assert headline(ANSWER | {"low_kg": None, "high_kg": None}) == "4 480 kg"
    assert headline(ANSWER | {"is_proved": False}) == "4 480 kg (4 290 to 4 650), not proved"
    assert headline(ANSWER | {"payload_kg": None, "is_proved": False}) == "no payload found"


def test_everything_is_told_in_80_columns():
    lines = printed(ANSWER)
    assert max(map(len, lines)) <= 80
    assert lines[0] == "4 480 kg (4 290 to 4 650)"
    text = "\n".join(lines)
    for part in (
        "Soyuz-2.1a from Vostochny 1S to 500 km sun-synchronous",
        "93 m/s kept in reserve in the last stage; 4 712 kg without",
        "note: dog-leg: 45.00 deg",
        "319 s  stated",
        "-62",
        "solve succeeded, 171 nodes",
        "12.40 m, 0.0062 m/s",
        "0.26 %",
        "2 of 4 agree, 1 ended elsewhere, 1 failed",
        "does not hold",
        "fairing jettison",
        "time: payload 1.2 s",
    ):
        assert part in text


def test_an_answer_without_re_flight_is_told_too():
    proof = ANSWER["certificate"] | {"reflight_position_m": None, "reflight_velocity_m_s": None}
    lines = printed(ANSWER | {"payload_kg": None, "certificate": proof, "limits": [], "events": []})
    assert lines[0] == "no payload found"
    assert not any("re-flown miss" in line for line in lines)
