"""An import says which import its file was made from: what others have changed since then is not taken back unseen."""

from django.db import migrations, models

from tanheng.store.columns import column_added


class Migration(migrations.Migration):
    """The number of the import a file was made from; unknown of older ones."""

    dependencies = [("records", "0006_answers_by_number")]

    operations = [column_added("import", "records_import", "base_number", "integer NULL", models.PositiveIntegerField(null=True))]
