"""What keeps strangers out: hosts, cookies, passwords, lock-out, content policy."""

from __future__ import annotations

import os
from datetime import timedelta

from csp.constants import NONE, SELF


def _listed(name: str, otherwise: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, otherwise).split(",") if part.strip()]


# ZHIFA_HTTPS=1 says that a proxy in front speaks HTTPS with the browser; cookies then never leave it.
BEHIND_HTTPS = os.environ.get("ZHIFA_HTTPS") == "1"

ALLOWED_HOSTS = _listed("ZHIFA_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("ZHIFA_ORIGINS")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # office PCs are shared
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"

AUTH_USER_MODEL = "registry.Account"
CSRF_FAILURE_VIEW = "zhifa.web.views.errors.csrf_failed"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

# Five wrong passwords for one account from one place close that pair for a quarter of an hour; a colleague
# at another PC is not locked out by it.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Every failure is kept for the audit administrator; beyond the limit the library would drop the newest ones.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000_000
AXES_LOCKOUT_CALLABLE = "zhifa.web.views.account.locked_out"
AXES_VERBOSE = False

CONTENT_SECURITY_POLICY: dict[str, object] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
