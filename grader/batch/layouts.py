"""How learning platforms name what students handed in: each layout a pattern, with an example.

The names are those that the platforms' own code gives, or that scripts for their exports expect.
`docs/exports.md` shows the same table to those who grade.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

PLAIN = "plain"
"""The layout without a pattern: each entry of the folder is a submission."""

SECTIONS = "sections"
"""The layout of folders that are parts of the class, each laid out in its own way."""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The names that one platform gives.

    The patterns are matched against whole names. Their groups say what a part of a name is:

    - ``who``, or ``first`` and ``last``, and ``id``: the student, as the platform knows them;
    - ``row``: what the submission is called in the table, unless `row` says otherwise;
    - ``key``: what else tells two submissions apart;
    - ``file``, or ``stem`` and ``ending``: what the student called the file; ``other``: what the
      platform called it;
    - ``again``: what the platform may have put behind the stem, or the student;
    - ``attempt``: which attempt it belongs to, a number or a time; the newest one counts;
    - ``version``: which of several files of one name it is; the newest one counts;
    - ``late``: there, if it was handed in late;
    - ``receipt``: there, if the platform wrote it and not the student;
    - ``packed``: there, if it is a zip that the platform packed.
    """

    name: str
    """What ``--layout`` takes."""
    platform: str
    example: tuple[str, ...]
    """Paths in an export."""
    told: str
    """What of them is recognised: a cell of the table for those who grade."""
    kind: Literal["file", "folder", "any"]
    top: re.Pattern[str]
    """The name of a file or folder in the export."""
    inside: re.Pattern[str] | None = None
    """In a folder: what of it was handed in. Without a pattern that is the whole folder."""
    evidence: re.Pattern[str] | None = None
    """In a folder: paths like this, of one or two names, are a sign; one has to be there."""
    around: re.Pattern[str] | None = None
    """What the folder with the export is called; its ``prefix`` begins every name in it."""
    row: str = "{row}"
    loose: bool = False
    """Whether names that mean nothing fit as well: then it is tried when no other one fits."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.DOTALL)  # a name may have a line end in it


_SECONDS = r"\d{4}(?:-\d\d){5}"
_MINUTES = (
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8},? \d{4}),?"
    r" \d{1,2}:?\d\d(?: [AP]M)?"
)
_NAMED_ID = r"(?P<row>(?P<who>[^()]+,[^()]*)\((?P<id>[^()]+)\))"
_ILIAS_MEMBER = r"(?P<last>[^_\d]+)_(?P<first>[^_\d]+)_(?P<login>.+)_(?P<id>\d+)"

LAYOUTS = (
    Layout(
        name="canvas",
        platform="Canvas",
        example=(
            "lovelaceada_LATE_340934_208490284_task1.py",
            "lovelaceada_LATE_340934_208490399_task1-1.py",
        ),
        told="the name in one word, or the group's; `LATE`; the user's number, or `anon_…`; the "
        "file's number, of which the highest counts. What a second upload gets, `-1` or ` (1)`, is "
        "taken off again",
        kind="file",
        top=_pattern(
            r"(?:(?!anon_|(?i:LATE)_)(?P<who>[^\W_][\w-]*?)_)?(?P<late>(?i:LATE)_)?"
            r"(?P<id>\d+|anon_[^\W_]+)_"
            r"(?:(?P<version>\d+)_(?:(?P<stem>[^\W\d]\w*)(?P<again>-\d+| ?\(\d+\))"
            r"(?P<ending>\.(?:py|ipynb))|(?P<file>.+))"
            r"|(?P<other>(?:text|link)\.html))"
        ),
        row="{who}_{id}",
    ),
    Layout(
        name="moodle",
        platform="Moodle",
        example=(
            "Ada Lovelace_1234567_assignsubmission_file/task1.py",
            "Ada Lovelace_1234567_assignsubmission_onlinetext/onlinetext.html",
        ),
        told="the name, or the team's, or `Participant` where marking is blind; the participant's "
        "number. As a folder, or in front of the file's name",
        kind="any",
        top=_pattern(
            r"(?P<row>(?:Participant|(?P<who>[^_]+))(?:_(?P<id>\d+))?)"
            r"_assignsubmission_[a-z]+(?:(?P<packed>_?\.zip)|_(?P<file>.*))?"
        ),
    ),
    Layout(
        name="gradescope",
        platform="Gradescope",
        example=("assignment_4242_export/submission_123456789/task1.py",),
        told="the folder; names and student ids from `submission_metadata.yml` beside it",
        kind="folder",
        top=_pattern(r"(?P<row>submission_\d+)"),
        around=_pattern(r"assignment_\d+_export"),
    ),
    Layout(
        name="github-classroom",
        platform="GitHub Classroom, Classroom 50",
        example=(
            "week1-submissions/week1-octocat/task1.py",
            "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-octocat/task1.py",
        ),
        told="the user or team, behind what all repositories begin with: what the folder is "
        "called, or what the clones have in common",
        kind="folder",
        top=_pattern(r"(?P<row>.+)"),
        around=_pattern(
            r"(?P<prefix>.+?)(?:-submissions|_submissions_\d{4}(?:_\d\d){2}_T(?:_\d\d){3})"
        ),
    ),
    Layout(
        name="nbgrader",
        platform="nbgrader, collected",
        example=("submitted/alovelac/week1/week1.ipynb", "submitted/alovelac/week1/timestamp.txt"),
        told="the user, whose folder has one for each assignment",
        kind="folder",
        top=_pattern(r"(?P<row>(?P<id>[^+]+))"),
        evidence=_pattern(r"[^/]+/timestamp\.txt"),
        around=_pattern(r"submitted"),
        loose=True,
    ),
    Layout(
        name="nbgrader-inbound",
        platform="nbgrader, inbound",
        example=("alovelac+week1+2026-05-09 14:30:45.123456 UTC+dGhpcyBpcyBp/week1.ipynb",),
        told="the user, the assignment, and the time, of which the newest counts",
        kind="folder",
        top=_pattern(
            r"(?P<row>(?P<id>[^+]+))\+(?P<key>[^+]+)\+"
            r"(?P<attempt>\d{4}-\d\d-\d\d[ _]\d\d.\d\d.\d\d[^+]*)(?:\+.*)?"
        ),
    ),
    Layout(
        name="blackboard",
        platform="Blackboard",
        example=(
            "HW1_alovelac_attempt_2026-01-30-14-32-13_task1.py",
            "HW1_alovelac_attempt_2026-01-30-14-32-13.txt",
        ),
        told="the user, and the time of the attempt, of which the newest counts. The receipt, "
        "`….txt` right behind the time, tells the student's name",
        kind="file",
        top=_pattern(
            r"(?P<key>.+?_(?P<row>(?P<id>[^_]+)))_attempt_"
            rf"(?P<attempt>{_SECONDS})(?:_(?P<file>.+)|(?P<receipt>\.txt))"
        ),
        row="{id}",
    ),
    Layout(
        name="brightspace",
        platform="Brightspace (D2L)",
        example=(
            "27236-46025 - Ada Lovelace - Jan 30, 2026 232 PM/task1.py",
            "27236-46025 - Ada Lovelace - Jan 30, 2026 232 PM - task1.py",
        ),
        told="the id, the name, and the time, of which the newest counts. As a folder, or in "
        "front of the file's name. `index.html` is nobody's",
        kind="any",
        top=_pattern(
            r"(?P<id>\d+(?:-\d+)?) - (?P<who>.+?) - "
            rf"(?P<attempt>{_MINUTES})(?: - (?P<file>.+))?"
        ),
        row="{who}_{id}",
    ),
    Layout(
        name="sakai",
        platform="Sakai",
        example=(
            "HW1/Lovelace, Ada(alovelac)/Submission attachment(s)/task1.py",
            "HW1/Lovelace, Ada(alovelac)_Submission attachment(s)_task1.py",
        ),
        told="the name and the id. `timestamp.txt`, comments and feedback are nobody's",
        kind="any",
        top=_pattern(
            _NAMED_ID + r"(?:_(?:Submission attachment\(s\)_(?P<file>.+)|"
            r"(?P<receipt>_submissionText\.html|feedbackText\.html|comments\.txt|_?Feedback.+)))?"
        ),
        inside=_pattern(r"(?!(?:timestamp|comments|members)\.txt|feedbackText\.html|Feedback ).+"),
        evidence=_pattern(r"Submission attachment\(s\)|timestamp\.txt|.+_submissionText\.html"),
    ),
    Layout(
        name="sakai-groups",
        platform="Sakai, groups",
        example=("HW1/Team 1/Submission attachment(s)/task1.py",),
        told="the group",
        kind="folder",
        top=_pattern(r"(?P<row>(?P<who>.+))"),
        inside=_pattern(r"(?!(?:timestamp|comments|members)\.txt|feedbackText\.html|Feedback ).+"),
        evidence=_pattern(r"Submission attachment\(s\)"),
        loose=True,
    ),
    Layout(
        name="vpl",
        platform="VPL for Moodle",
        example=(
            "Lovelace Ada 1234 alovelac/2026-01-30-14-32-13/task1.py",
            "Lovelace Ada 1234 alovelac/2026-01-29-09-15-00/task1.py",
        ),
        told="the name, or the group's, and the number; the time, of which the newest counts. "
        "`….ceg` and `Report.txt` are nobody's",
        kind="folder",
        top=_pattern(r"(?P<row>(?P<who>.+) (?P<id>\d+) ?\S*)"),
        inside=_pattern(rf"(?P<attempt>{_SECONDS})"),
        evidence=_pattern(_SECONDS),
    ),
    Layout(
        name="ilias",
        platform="ILIAS",
        example=(
            "HW1/Lovelace_Ada_alovelac_1234/task1.py",
            "HW1/Lovelace_Ada_alovelac_1234/Late Submission - task2.py",
        ),
        told="the name and the number; `Late Submission`, which is taken off again",
        kind="folder",
        top=_pattern(rf"(?P<row>{_ILIAS_MEMBER})"),
        inside=_pattern(r"(?P<late>Late Submission - )?(?P<file>.+)"),
    ),
    Layout(
        name="ilias-teams",
        platform="ILIAS, teams",
        example=(
            "HW1/Team 7/Lovelace_Ada_alovelac_1234/task1.py",
            "HW1/Team 7/Turing_Alan_aturing_1235/task2.py",
        ),
        told="the team, which is one submission, and its members",
        kind="folder",
        top=_pattern(r"(?P<row>Team (?P<key>\d+))"),
        inside=_pattern(_ILIAS_MEMBER),
        evidence=_pattern(_ILIAS_MEMBER),
    ),
    Layout(
        name="autolab",
        platform="Autolab",
        example=("ada@example.edu_2_task1.py", "ada@example.edu_10_task1.py"),
        told="the e-mail address, and the version, of which the highest counts",
        kind="file",
        top=_pattern(
            r"(?P<row>(?P<id>[^@\s]+@[^@_\s]+))_(?P<attempt>\d+)_(?P<file>.+)",
        ),
    ),
    Layout(
        name="openedx",
        platform="Open edX",
        example=("[1]Week, [1]Homework, [1]Unit/[1] - alovelac - task1.py",),
        told="the user, or the anonymous id. `submissions.csv` is nobody's",
        kind="file",
        top=_pattern(r"\[(?P<key>\d+|x)\] - (?P<row>(?P<id>\S+)) - (?P<file>.+)"),
    ),
    Layout(
        name="google-drive",
        platform="Google Drive, Google Forms",
        example=("HW1-20260130T143213Z-001/HW1/task1 - Ada Lovelace.py",),
        told="the name behind the last ` - `. The parts in which Drive packs a folder are put "
        "together",
        kind="file",
        top=_pattern(
            r"(?P<stem>.+) - (?P<row>(?P<who>[^\W\d](?:(?:[^-]|(?<=\S)-(?=\S))*?[^-\s(])?))"
            r"(?: ?\((?P<version>\d+)\))?(?P<ending>\.[A-Za-z0-9]+)"
        ),
        loose=True,
    ),
)

NAMES = (*(layout.name for layout in LAYOUTS), PLAIN, SECTIONS)
"""What ``--layout`` takes."""

SECTION = _pattern(
    r"(?i:(?:(?:section|sec|group|gruppe|lab|tutorial|tut|class|part|set)[ _-]*)?(?:[a-z]|\d{1,2}))"
)
"""What a part of a class is often called, and a student hardly ever."""

DRIVE_PART = _pattern(r".+-\d{8}T\d{6}Z(?:-\d+)?-\d{3}")
"""What Google Drive calls the zips in which it packs a folder."""
