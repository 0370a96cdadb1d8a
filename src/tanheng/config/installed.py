"""The list of apps, with the libraries' apps after ours, and whose accounts sign in.

Where pages list what several apps have registered, the apps stand in this order.
"""

INSTALLED_APPS = [
    "tanheng.web",
    "tanheng.pages",
    "tanheng.store.tasks",
    "tanheng.apps.sites",
    "tanheng.apps.people",
    "tanheng.apps.journal",
    "tanheng.apps.work",
    "tanheng.apps.evidence",
    "tanheng.apps.monitoring",
    "tanheng.apps.keeping",
    "tanheng.apps.records",
    "tanheng.apps.accounting",
    "tanheng.apps.reporting",
    "tanheng.apps.guidance",
    "tanheng.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

AUTH_USER_MODEL = "people.User"
