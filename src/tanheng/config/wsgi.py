"""The WSGI application that a server (granian in `tanheng serve`) runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
application = get_wsgi_application()
# Settings, apps and models are loaded now and stay: they are set aside. Addresses, views, rule packs and plans come with the first requests
# and are not set aside, so the search for garbage is made seldom: a page of a whole group makes some hundred thousand objects, and its
# slowest answers were those into which a walk over all of them fell.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
