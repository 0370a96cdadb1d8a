"""Numbers of what belongs to one owner: none twice, none left out, and only within the transaction that stores them."""

import pytest
from django.db import transaction

from tanheng.apps.records.models import Import
from tanheng.store.numbering import next_number
from tests.apps.smelter import upload


def test_each_owner_counts_from_one_and_what_was_not_stored_is_given_again(cast, group):
    numbers = Import.objects.filter(node=group.north)
    assert [upload(cast.bob, group.north).number for _ in range(2)] == [1, 2]
    for _ in range(2):
        with transaction.atomic():
            assert next_number(numbers) == 3
    assert next_number(Import.objects.filter(node=group.south)) == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_outside_of_a_transaction(group):
    with pytest.raises(RuntimeError, match="within the transaction"):
        next_number(Import.objects.filter(node=group.north))
