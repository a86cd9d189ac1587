"""Phrases with a gap: what was asked and what was answered may stand apart."""

import pytest

from cds.terminology import Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 g monofilament foot exam: Abnormal", True),
        ("monofilament abnormal", True),
        ("monofilament, both feet: not felt at 3 of 10 places", True),
        ("abnormal gait; monofilament intact", False),
        ("monofilament felt, but not everywhere", False),
        ("", False),
    ],
)
def test_the_parts_of_a_gapped_phrase_follow_each_other(text: str, found: bool) -> None:
    words = Words(["monofilament ... abnormal", "monofilament ... not felt"])
    assert bool(words.find(text)) is found
