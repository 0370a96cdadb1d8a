"""The table of notices."""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel


class Notice(AppendOnlyModel):
    """One notice to the people of a company."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
