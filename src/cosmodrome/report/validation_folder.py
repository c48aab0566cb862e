"""The validation table as files.

runs/validation/                 of all cases
runs/validation-<short hash>/    of some
  validation.json                every column, every digit
  validation.md                  the same for reading
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cosmodrome.report.as_json import as_json
from cosmodrome.report.run_folder import write_run_folder
from cosmodrome.report.validation_markdown import whole_table

_HASH_DIGITS = 8


def write_validation(out: Path, mapping: Mapping[str, Any], *, whole: bool) -> Path:
    """Keep a table; an earlier one of the same cases is replaced.

    Parameters
    ----------
    out : Path
        Folder of all runs.
    mapping : mapping
        From `validation_mapping`.
    whole : bool
        Whether it holds every case.

    Returns
    -------
    Path
        Its folder.
    """
    keys = " ".join(case["key"] for case in mapping["cases"])
    digest = hashlib.sha256(keys.encode()).hexdigest()[:_HASH_DIGITS]
    files = {"validation.json": as_json(mapping), "validation.md": whole_table(mapping)}
    return write_run_folder(out, "validation" if whole else f"validation-{digest}", files)
