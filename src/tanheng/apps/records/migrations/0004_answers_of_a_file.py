"""Whether the answers in an uploaded file count: those of files taken over before do, as they did then."""

from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("records", "0003_not_applicable")]

    operations = [
        migrations.AddField(model_name="import", name="answers_count", field=models.BooleanField(default=True)),
        AppendOnly("records_import"),
    ]
