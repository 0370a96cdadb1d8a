"""Secrets of second factors that were stored as they are become encrypted: of authenticator apps and of recovery codes."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from tanheng.store.secret_text import decrypted, encrypted, is_encrypted

PURPOSE = "second-factor"
NAMES = ("secret", "seed")


def encrypt_all(apps: Any, schema_editor: Any) -> None:
    """Row by row; one that is encrypted already stays, so that it may run twice."""
    _change(apps, lambda text: text if is_encrypted(text) else encrypted(text, PURPOSE))


def decrypt_all(apps: Any, schema_editor: Any) -> None:
    """As they were."""
    _change(apps, lambda text: decrypted(text, PURPOSE) if is_encrypted(text) else text)


def _change(apps: Any, change: Callable[[str], str]) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        before = dict(row.data)
        for name in NAMES:
            if isinstance(row.data.get(name), str):
                row.data[name] = change(row.data[name])
        if isinstance(row.data.get("migrated_codes"), list):
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        if row.data != before:
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_separations"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt_all, decrypt_all)]
