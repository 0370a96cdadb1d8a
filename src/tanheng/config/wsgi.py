"""The WSGI application that a server (granian in `tanheng serve`) runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
application = get_wsgi_application()
