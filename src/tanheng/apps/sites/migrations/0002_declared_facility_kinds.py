"""The kinds of facilities are those that the sectors of the rule book declare; the table stays as it is."""

from django.db import migrations, models

from tanheng.apps.sites.models.kinds import facility_kind_choices


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="node",
            name="facility_kind",
            field=models.CharField(blank=True, choices=facility_kind_choices, max_length=30),
        ),
    ]
