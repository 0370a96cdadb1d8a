"""What the evidence app registers: files by hash, attached to a year."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App


class EvidenceConfig(App):
    """Files by hash, attachments."""

    name = "tanheng.apps.evidence"
    label = "evidence"
    url_prefixes = ("data/evidence/",)
    api = True
    actions = {"records.evidence.attached": _("Attached the evidence {name} to {year}")}
