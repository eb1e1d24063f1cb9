"""The API held to its own description with requests that schemathesis makes up, and bounded fuzzing of all paths."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from benchmarks.serving import Served
from hypothesis import HealthCheck
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance

from mandategraph.server.api import openapi

ROOT = Path(__file__).parents[2]
SCHEMA = schemathesis.openapi.from_dict(openapi())


@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[*HealthCheck],
)
def test_api_keeps_its_description(case: Case[Any], address: Served) -> None:
    """Whatever parameters a client sends, no answer is a server error, and each is of a type that is described."""
    answer = case.call(base_url=str(address), timeout=30)
    if answer.status_code in {503, 504}:  # it says that it is busy, as its limits want
        assert answer.json()["ok"] is False
        return
    case.validate_response(answer, checks=[not_a_server_error, content_type_conformance])
    assert "Traceback" not in answer.text


def test_hostile_requests() -> None:
    """Requests out of a grammar: no answer of 500, none left out, memory steady."""
    command = [sys.executable, "-m", "benchmarks.faults", "requests", "--trials", "160", "--seed", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 answered wrongly or not at all" in done.stdout
