"""Registration of the people app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and tokens."""

    name = "tanheng.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called and listen to the sign-in library."""
        from tanheng.apps.people import actions
        from tanheng.apps.people.services import sign_in

        actions.register()
        sign_in.connect()
