"""Forms that were sent, so that whoever clicks five times does it once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock


class Migration(migrations.Migration):
    """A table of its own; nothing of it is sealed."""

    dependencies = [("people", "0004_encrypted_factors")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("request", models.CharField(max_length=32)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("user", "key"), name="people_sent_form_once")]},
        ),
    ]
