"""The app begins: its tables come with the migrations after this one."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("sites", "__first__"), ("evidence", "__first__")]
    operations = ()
