"""The apps of Tanheng and the libraries' apps beside them, from above to below; and whose accounts sign in."""

INSTALLED_APPS = [
    "tanheng.web",
    "tanheng.pages",
    "tanheng.apps.journal",
    "tanheng.apps.people",
    "tanheng.apps.sites",
    "tanheng.apps.evidence",
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
