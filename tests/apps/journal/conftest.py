"""The house that tests of the proof change behind the application."""

import pytest


@pytest.fixture
def house(cast, group, settings, tmp_path):
    from tests.apps.journal.tampered_house import built  # the models stand only after Django's start

    settings.EVIDENCE_FOLDER = tmp_path / "evidence"
    return built(cast, group)
