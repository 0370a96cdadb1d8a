"""A reading may be not applicable: it has no amount then, and its kind says so."""

from django.db import migrations, models

import tanheng.store.decimal_text
from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0002_warning_answers")]

    operations = [
        migrations.AlterField(
            model_name="reading",
            name="amount",
            field=tanheng.store.decimal_text.DecimalTextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("kind", "not_applicable"))
                | models.Q(models.Q(("kind", "not_applicable"), _negated=True), ("amount__isnull", False)),
                name="records_reading_amount_or_none",
            ),
        ),
        AppendOnly("records_reading"),
    ]
