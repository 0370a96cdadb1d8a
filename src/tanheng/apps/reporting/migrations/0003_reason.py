"""A report of a run whose figures or answers have been superseded says why it was issued all the same."""

from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_files_are_evidence")]

    operations = [
        migrations.AddField(
            model_name="issuedreport",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        AppendOnly("reporting_issuedreport"),  # where the table was made anew for the change, its triggers are
    ]
