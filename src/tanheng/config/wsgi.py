"""The WSGI application that a server (granian in `tanheng serve`) runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
application = get_wsgi_application()
# What is loaded now stays: it need not be looked through for garbage again and again, nor the rules and plans that are read once. A page of
# a whole group makes some hundred thousand objects, and its slowest answers were those into which such a walk fell.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
