"""FHIR OperationOutcome: what we answer when there are no cards to give, or not everything was taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

from cds.hooks.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing to tell the caller. `code` is of FHIR's IssueType; `where` names the member at fault."""

    code: str
    text: str
    severity: Literal["error", "warning"] = "error"
    where: str = ""


def operation_outcome(issues: Iterable[Issue]) -> bytes:
    """The issues as an OperationOutcome, compact UTF-8 JSON (CDS Hooks 3.0 build, "HTTP Status Codes")."""
    return msgspec.json.encode(
        {"resourceType": "OperationOutcome", "issue": [_issue_document(issue) for issue in issues]}
    )


def _issue_document(issue: Issue) -> JsonObject:
    document: JsonObject = {"severity": issue.severity, "code": issue.code, "details": {"text": issue.text}}
    return document | ({"expression": [issue.where]} if issue.where else {})
