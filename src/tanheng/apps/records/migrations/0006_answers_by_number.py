"""An answer names the import whose figures it speaks of: which of the two came first is a matter of numbers, not of clocks."""

from django.db import migrations, models

from tanheng.store.columns import column_added


class Migration(migrations.Migration):
    """The number of the import that counted when an answer was given; unknown of older ones."""

    dependencies = [("records", "0005_files_are_evidence")]

    operations = [
        column_added("warninganswer", "records_warninganswer", "import_number", "integer NULL", models.PositiveIntegerField(null=True)),
    ]
