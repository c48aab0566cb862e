"""The package as `import cosmodrome as cd` shows it."""

import subprocess
import sys

import pytest

import cosmodrome as cd

HEAVY = ("numpy", "numba", "casadi", "brahe", "pint", "polars", "rich", "ruamel", "click")


def test_importing_the_package_imports_no_library():
    program = (
        "import sys; import cosmodrome\n"
        f"loaded = sorted(set({HEAVY!r}) & set(sys.modules)); sys.exit(str(loaded or ''))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip() == ""


def test_every_public_name_is_there():
    assert {"load", "plan", "fly", "hand_over", "compare", "Reading"} < set(dir(cd))
    for name in cd.__all__:
        assert getattr(cd, name) is not None


def test_a_name_stands_for_the_function_in_its_module():
    from cosmodrome.mission.hand_over import hand_over

    assert cd.hand_over is hand_over


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'soar'"):
        cd.soar  # noqa: B018
