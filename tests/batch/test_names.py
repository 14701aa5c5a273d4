"""Names that students chose, as names of files."""

from __future__ import annotations

import pytest

from grader.batch.names import LONGEST, key, safe_names

HOSTILE = [
    "../../etc/passwd",
    "..",
    ".",
    "",
    "a\nb",
    "a\x1b[2Jb",
    "x" * 300,
    "ü" * 300,
    ".hidden",
    "-rf",
    "con",
    "NUL.txt",
    "a/b",
    "a\\b",
    "\udcff",
    "\u202egnp.exe",
    "trailing. ",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_becomes_a_harmless_file_name(name: str, tmp_path) -> None:
    (safe,) = safe_names([name])
    assert len(safe.encode()) <= LONGEST
    assert safe.isprintable()
    assert not set(safe) & set('/\\\n:*?"<>|')
    assert safe[0] not in ".- "
    (tmp_path / f"{safe}.json").write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [f"{safe}.json"]


def test_plain_name_stays_as_it_is() -> None:
    names = ["anna", "Ada Lovelace_1234567", "hw1-octo.cat", "José_3", "O'Neil (late)"]
    assert safe_names(names) == names


def test_names_never_collide_on_any_file_system() -> None:
    names = ["Anna", "anna", "ANNA", "a/b", "a\\b", "a_b", "Jose\u0301", "José", *HOSTILE]
    safe = safe_names(names)
    assert len({key(name) for name in safe}) == len(names)


def test_names_are_the_same_every_time() -> None:
    assert safe_names(HOSTILE) == safe_names(HOSTILE)
    assert safe_names(["a/b", "zoe"])[0] == safe_names(["a/b", "mia"])[0]
