"""What the notices app registers."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, Fact, HomePanel, Line, Section, Verb


class NoticesConfig(App):
    """Notices to the people of a company."""

    name = "tanheng.apps.notices"
    label = "notices"
    url_prefixes = ("notices/",)
    api = True
    verbs = (
        Verb("read_notices", _("Read notices"), ("clerk", "carbon_manager"), place=200),
        Verb("post_notices", _("Post notices"), ("carbon_manager",), place=210),
    )
    actions = {"notices.notice.posted": _("Posted the notice “{text}”, {urgency}")}
    value_labels = {"urgency": {"True": _("at once"), "False": _("in good time")}}
    journal_areas = {"notices.": _("Notices")}
    navigation = (
        Line(Section(_("Notice board"), 125), _("Notices"), "notices:list", "file-text", "read_notices", ("node_id",), match=("notices:",)),
    )
    home_panels = (HomePanel("tanheng.apps.notices.pages.latest_notice", ("clerk", "carbon_manager"), place=5),)
    facts = (Fact("notices.Notice", {"notice/1": {"node": "node_id", "text": "text", "urgent": "urgent", "by": "by_id", "at": "at"}}),)
    commands = {"notices": ("tanheng.apps.notices.commands:notices", "Count the notices. 统计通知。")}
