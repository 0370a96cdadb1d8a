"""One filled installation, and its backup as a folder, for all tests of a worker; an empty house for each."""

import shutil

import pytest

from tests.support.own_house import own_house


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    with own_house(tmp_path_factory.mktemp("filled")) as house:
        house.fill()
        yield house


@pytest.fixture(scope="module")
def made(filled, tmp_path_factory):
    """A backup of it; not to be touched."""
    target = tmp_path_factory.mktemp("made") / "backup"
    done = filled.tanheng("backup", target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def backup(made, tmp_path):
    """A copy of it, to be damaged."""
    shutil.copytree(made, tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def empty(tmp_path):
    with own_house(tmp_path / "empty") as house:
        yield house
