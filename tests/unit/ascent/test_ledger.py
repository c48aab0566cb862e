from dataclasses import replace

import pytest

from cosmodrome.ascent.ledger import ledger_closure_kg, ledger_of


def test_the_ledger_of_an_ascent_closes_to_a_milligram(launcher, ascent):
    ledger = ledger_of(launcher.stages, ascent.tracks)
    assert abs(ledger_closure_kg(ascent.tracks, ledger)) < 1e-6


def test_a_depleted_stage_keeps_its_residual(launcher, ascent):
    first, second = ledger_of(launcher.stages, ascent.tracks)
    assert (first.stage, first.loaded_kg, first.unusable_kg) == ("first", 100_000.0, 400.0)
    # Depletion is found to a part in 1e9 of the burn.
    assert first.left_kg == pytest.approx(400.0, abs=1e-3)
    assert second.burnt_kg + second.left_kg == second.loaded_kg == 22_000.0
    assert second.left_kg > second.unusable_kg


def test_what_is_left_is_what_arrives(launcher, ascent):
    _, second = ledger_of(launcher.stages, ascent.tracks)
    arrived = ascent.tracks[-1].state[-1, 6]
    others = 2500.0 - 200.0 + 50.0 + 1500.0
    assert second.left_kg == pytest.approx(arrived - others, abs=1e-6)


def test_a_body_nobody_dropped_shows_as_a_gap(launcher, ascent):
    ledger = ledger_of(launcher.stages, ascent.tracks)
    forgotten = [
        replace(t, phase=replace(t.phase, dropped=())) if k == 5 else t
        for k, t in enumerate(ascent.tracks)
    ]
    assert ledger_closure_kg(forgotten, ledger) == pytest.approx(200.0, abs=1e-6)


def test_a_stage_that_never_burnt_has_all_its_load(launcher, ascent):
    idle = replace(launcher.stages[1], name="idle")
    (row,) = ledger_of([idle], ascent.tracks)
    assert (row.burnt_kg, row.left_kg) == (0.0, 22_000.0)
