"""The peer of the results page: a list page as Django's tutorial makes it, paginated, signed-in visitors looked up, on the same rows.

A whole project in one file, served by the same server with as many processes: `granian --interface wsgi bench.plain_list:application`
with PLAIN_DATABASE, the SQLite file.
"""

import os

import django
from django.conf import settings

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
PAGE = """<!doctype html><html lang="en"><head><title>Results</title></head><body>
{% if user.is_authenticated %}<p>{{ user }}</p>{% endif %}<table>
{% for one in object_list %}<tr><td>{{ one.quantity }}</td><td>{{ one.facility }}</td><td>{{ one.item }}</td><td>{{ one.month }}</td>
<td>{{ one.value }}</td><td>{{ one.unit }}</td></tr>{% endfor %}</table>
<p>{{ page_obj.number }} / {{ paginator.num_pages }}</p></body></html>"""

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PLAIN_DATABASE"]}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=list(MIDDLEWARE),
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="of a benchmark",
    USE_TZ=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"list.html": PAGE})])],
                "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"],
            },
        }
    ],
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - the settings stand first
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.generic import ListView  # noqa: E402


class Result(models.Model):
    """A stored result, as anybody's model would name its columns."""

    run_id = models.IntegerField()
    quantity = models.CharField(max_length=100)
    facility = models.CharField(max_length=100)
    item = models.CharField(max_length=100)
    month = models.IntegerField(null=True)
    value = models.TextField()
    unit = models.CharField(max_length=40)

    class Meta:
        app_label, managed, db_table = "plain", False, "accounting_storedresult"

    def __str__(self) -> str:
        return self.quantity


class Results(ListView):
    """Fifty results of a run."""

    model, template_name, paginate_by, ordering = Result, "list.html", 50, "id"

    def get_queryset(self):
        """Those of the run of the address."""
        return super().get_queryset().filter(run_id=self.kwargs["run"])


urlpatterns = [path("runs/<int:run>/", Results.as_view())]
application = WSGIHandler()
