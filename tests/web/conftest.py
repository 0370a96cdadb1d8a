"""The cast is on stage for all tests of the pages' shell."""

from tests.apps.cast import _database_can_be_emptied, cast, group, signed_in  # noqa: F401
