"""A run seals the problems that were found; those made before say nothing of it."""

from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounting", "0004_beside_last_year")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="problems_hash",
            field=models.CharField(blank=True, default="", max_length=71),
        ),
        AppendOnly("accounting_run"),  # where the table was made anew for the change, its triggers are
    ]
