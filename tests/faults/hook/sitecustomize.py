"""Lets a bad day begin in each Python that a round starts; see `tests.faults.injection`."""

import os

if plan := os.environ.get("BAD_DAY"):
    from tests.faults.injection import begin

    begin(plan)
