"""`kir approve`: a signature under a rule, kept in the folder of the site."""

from datetime import date
from pathlib import Path

import yaml

from cds.rulebook import Rule, Rulebook, Signature


def sign(rulebook: Rulebook, rule: Rule, folder: Path, *, by: str, role: str, on: date) -> Path:
    """Add a signature for a rule as it is now to the site's folder; the file that keeps it.

    Earlier signatures stay: who approved which version is the history of the rule. The same person signing the same
    content again changes the date only.
    """
    digest = rulebook.approval_digest(rule)
    new = Signature(by=by, role=role, signed=on, version=rule.version, digest=digest)
    file = folder / "approvals" / f"{rule.id}.yaml"
    kept = (
        [Signature.model_validate(one) for one in yaml.safe_load(file.read_text("utf-8"))["signatures"]]
        if file.is_file()
        else []
    )
    kept = [one for one in kept if (one.by, one.role, one.digest) != (by, role, digest)]
    content = {"signatures": [one.model_dump(mode="python") for one in (*kept, new)]}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    return file
