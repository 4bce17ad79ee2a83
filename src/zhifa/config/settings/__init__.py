"""Settings of one installation. The environment chooses the profile:

ZHIFA_DATA           the data directory (default `var` below the current directory)
ZHIFA_DATABASE_URL   sqlite:///path (default, in the data directory) or postgresql://user:password@host/name
ZHIFA_HOSTS, ZHIFA_ORIGINS, ZHIFA_HTTPS   the names under which the server is reached
ZHIFA_LOG, ZHIFA_LOG_LEVEL                form and detail of the log
"""

from __future__ import annotations

import os

from .database import database, default_url
from .logs import LOGGING as LOGGING
from .paths import data_dir
from .paths import secret_key as _secret_key
from .security import *  # noqa: F403 - every upper-case name of that page is a setting

ZHIFA_DATA = data_dir()
ZHIFA_FILES = ZHIFA_DATA / "files"

SECRET_KEY = _secret_key(ZHIFA_DATA)
DEBUG = os.environ.get("ZHIFA_DEBUG") == "1"

DATABASES = {"default": database(os.environ.get("ZHIFA_DATABASE_URL") or default_url(ZHIFA_DATA))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "zhifa.store.journal",
    "zhifa.store.registry",
    "zhifa.store.casework",
    "zhifa.store.counters",
    "zhifa.store.library",
    "zhifa.store.catalogue",
    "zhifa.store.powerlists",
    "zhifa.store.personnel",
    "zhifa.store.supervision",
    "zhifa.store.oversight",
    "zhifa.store.appraisal",
    "zhifa.store.activity",
    "zhifa.store.social",
    "zhifa.store.imports",
    "zhifa.store.reports",
    "zhifa.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhifa.web.intake.whole_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhifa.web.intake.small_bodies",
    "zhifa.web.intake.whole_forms",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhifa.config.urls"
WSGI_APPLICATION = "zhifa.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Static files come straight from the installed packages: nothing has to be collected before the first start.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# A form with a long text passes; a field of many megabytes is refused before it is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
