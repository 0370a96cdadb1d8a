"""The cast is on stage for all tests of the apps."""

from tests.apps.cast import _database_can_be_emptied, cast, duties_together, group, signed_in  # noqa: F401
