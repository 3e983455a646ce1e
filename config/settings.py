"""All settings, read from top to bottom. The environment is the only variation.

A missing or malformed value stops the start and says which. `.env.example` lists every one.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logging import configuration

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def required(name: str) -> str:
    """The value of an environment variable that has no safe default."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: see .env.example")
    return value


def switch(name: str, default: bool) -> bool:
    """A yes-or-no value; anything else stops the start rather than meaning no."""
    value = env.str(name, default="").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return value in {"1", "true", "yes", "on"} if value else default
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")


def database_from(name: str) -> dict:
    """The PostgreSQL address, or a sentence saying what is wrong with it."""
    config = environ.Env.db_url_config(required(name))
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address; nothing else is supported")
    return config


VERSION = "0.1.0"

# --- What this process is ------------------------------------------------------------------
DEBUG = switch("DEBUG", False)
DEMO = switch("DEMO", False)  # the demonstration area: invented people, a movable day
SECURE = switch("SECURE", not DEMO)  # served over https
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
TODAY_FILE = env.str("TODAY_FILE", default="")
if TODAY_FILE and not DEMO:
    raise ImproperlyConfigured("TODAY_FILE moves the day and is only for the demonstration: set DEMO=1 or unset it")
if not DEMO and not DEBUG and len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters")

# --- The rooms, lowest floor first (docs/architecture.md) ----------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "csp",
    "kit",
    "accounts",
    "partnerships",
    "improvement",
    "prus",
    "attendance",
    "providers",
    "referrals",
    "reporting",
    "demo",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kit.quarantine.QuarantineMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.page",
            ],
        },
    }
]
FORM_RENDERER = "kit.renderer.CasebookRenderer"

# --- PostgreSQL ----------------------------------------------------------------------------
# Web and worker connect as a role that owns nothing (or assume it with DATABASE_ROLE);
# migrations connect as the owner. Row-level security is for that role.
DATABASES = {"default": database_from("DATABASE_URL")}
DATABASE_ROLE = env.str("DATABASE_ROLE", default="")
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASE_ROLE:
    DATABASES["default"]["OPTIONS"]["assume_role"] = DATABASE_ROLE
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restart of PostgreSQL must not cost each worker a request
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
# A role that only requests and tasks take on; the tests set it so that they may arrange as owner.
REQUEST_ROLE = env.str("REQUEST_ROLE", default="")

# --- Celery and Redis: the broker carries a bell, PostgreSQL holds what is due ---------------
REDIS_URL = required("REDIS_URL")

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reporting:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.people.passwords.NotCommon"},
    {"NAME": "accounts.people.passwords.NotAboutYou"},
    {"NAME": "accounts.people.passwords.NotAboutUs"},
]
SESSION_ENGINE = "accounts.sessions"  # Django's own, whose rows know their person
SESSION_COOKIE_AGE = ABSOLUTE_SECONDS = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-casebook" if SECURE else "casebook"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "accounts.errors_pages.csrf_failure"
IDLE_SECONDS = env.int("IDLE_SECONDS", default=30 * 60 if not DEMO else 12 * 3600)

# --- The wire ------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if switch("BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a week's register of 60 pupils
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.NothingWithoutARule"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
}

# --- Files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / ".run" / "static"))
WHITENOISE_USE_FINDERS = DEMO or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / ".run" / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail: a link, never data ----------------------------------------------------------------
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PRU Casebook <no-reply@casebook.example>")
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Change audit ------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD_FORMAT = "JSON"

SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Logs: one line of JSON for each event on a server, without personal data ---------------------
LOGGING = configuration(structured=not DEBUG and not DEMO)
