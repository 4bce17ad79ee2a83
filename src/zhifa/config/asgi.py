"""The ASGI entry of the server."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
application = get_asgi_application()
