"""What the evidence app registers: files by hash, attached to a year."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, Fact


class EvidenceConfig(App):
    """Files by hash, attachments."""

    name = "tanheng.apps.evidence"
    label = "evidence"
    url_prefixes = ("data/evidence/", "data/contents/")
    api = True
    finders = ("tanheng.apps.evidence.pages.finding.find_attachments",)
    actions = {
        "records.evidence.attached": _("Attached the evidence {name} to {year}"),
        "evidence.content.healed": _("Gave the stored file {name} again, which was damaged"),
    }
    stored_files = "tanheng.apps.evidence.selectors.stored_files"
    proofs = ("tanheng.apps.evidence.selectors.proof.prove_contents",)
    rows = {"evidence.Attachment": "node"}
    unlimited = {"evidence.EvidenceFile": "hash and size of a content, which may be of several companies; what refers to it is limited"}
    facts = (
        Fact("evidence.EvidenceFile", {"evidence/1": {"sha256": "sha256", "size": "size", "at": "stored_at"}}),
        Fact(
            "evidence.Attachment",
            {
                "attachment/1": {
                    "company": "node_id",
                    "year": "year",
                    "name": "name",
                    "sha256": "file__sha256",
                    "note": "note",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
