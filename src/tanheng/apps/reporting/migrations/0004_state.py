"""An issued file says in which state of the year it was made; files of before do not."""

from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_reason")]

    operations = [
        *(
            migrations.AddField(
                model_name="issuedreport",
                name=name,
                field=models.CharField(blank=True, default="", max_length=20),
                preserve_default=False,
            )
            for name in ("state", "round")
        ),
        AppendOnly("reporting_issuedreport"),  # where the table was made anew for the change, its triggers are
    ]
