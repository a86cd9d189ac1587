"""What the contract tests share: they speak HTTP to the service with a responder that gives fixed advice.

Each test names the requirements it proves: `@pytest.mark.requirement("R2")`. D* discovery, R* request, H* status,
K* response and cards, F* feedback, T* transport.
"""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "requirement(*ids): the requirements of CDS Hooks that this test proves"
    )
