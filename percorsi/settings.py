"""Settings. Everything that differs between installations comes from the environment.

``DATABASE_URL`` names the database and ``PERCORSI_DATA_DIR`` the folder for the generated secret key and the
files; both have defaults, so that a newcomer needs neither. ``PERCORSI_MODE`` is ``production`` unless the set-up
command says ``demo`` or ``test``: what is dangerous must be asked for.
"""

import sqlite3
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from percorsi.languages import spoken
from percorsi.secret_key import read_or_make_secret_key
from percorsi.web.shell.logs import to_stderr

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(env("PERCORSI_DATA_DIR", default=str(PACKAGE.parent / "data"))).absolute()
MODE = env("PERCORSI_MODE", default="production")
IS_PRODUCTION = MODE == "production"
DEBUG = False
SECRET_KEY = env("PERCORSI_SECRET_KEY", default="") or read_or_make_secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("PERCORSI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# The demo is sometimes shown to the office on purpose: then the whole interface carries a red banner.
IS_EXPOSED_DEMO = MODE == "demo" and env("HOST", default="127.0.0.1") not in {"127.0.0.1", "localhost"}
if IS_EXPOSED_DEMO:
    ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "percorsi.web.shell",  # before django.forms: its form templates win
    "percorsi.web.accounts",
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "bootstrap_italia_template",  # from design-django-theme: only its static files are used
    "percorsi.audit",
    "percorsi.accounts",
    "percorsi.places",
    "percorsi.organisations",
    "percorsi.documents",
    "percorsi.people",
    "percorsi.confidential",
    "percorsi.service",
    "percorsi.funding",
    "percorsi.referrals",
    "percorsi.cases",
    "percorsi.diary",
    "percorsi.employers",
    "percorsi.activities",
    "percorsi.traineeships",
    "percorsi.placements",
    "percorsi.bridges",
]

MIDDLEWARE = [
    # These three stand before everything that may answer by itself: static files, redirects, refusals.
    "percorsi.web.shell.headers.FixedHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "percorsi.web.shell.language.ChosenLanguage",
    "percorsi.web.shell.sound_requests.SoundRequests",
    "percorsi.web.bridges.shut.ShutWhileImporting",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "percorsi.web.accounts.sessions.SessionLimits",
    "percorsi.web.accounts.sessions.SignedInPages",
    "percorsi.web.accounts.giving_back.GivesTypedTextBack",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "percorsi.urls"
WSGI_APPLICATION = "percorsi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(str(folder) for folder in (PACKAGE / "web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "percorsi.web.shell.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'percorsi.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Older libraries can lose a write in WAL mode, so they keep the rollback journal (security notes, 0.2).
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
    }
else:
    # A new connection costs more than most pages. SQLite makes one for each: a restore puts another file in its place.
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # the counters of the login live here: none may be pushed out
    }
}

# What the service prints of itself; empty links do not appear in the footer.
SERVICE_NAME = env("PERCORSI_SERVICE_NAME", default="")
ACCESSIBILITY_STATEMENT_URL = env("PERCORSI_ACCESSIBILITY_STATEMENT_URL", default="")
ACCESSIBILITY_REPORT_URL = env("PERCORSI_ACCESSIBILITY_REPORT_URL", default="")
PRIVACY_URL = env("PERCORSI_PRIVACY_URL", default="")

LOGGING = to_stderr()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["percorsi.web.accounts.backend.ReaderBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "demo":  # its passwords are known to everybody, so nothing else may be able to check them
    PASSWORD_HASHERS.insert(0, "percorsi.demo.hasher.DemoPasswordHasher")
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "percorsi.accounts.policy.LongEnoughValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "percorsi.accounts.policy.ContextWordsValidator",
        "OPTIONS": {"words": ("percorsi", "sil", "nil", "servizio", "inserimenti", "lavoro", "password", SERVICE_NAME)},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # how long an activation link lives
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "percorsi.web.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "percorsi.web.accounts.forms.LoginForm",
    "change_password": "percorsi.web.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# "key" is the account together with the address (see the adapter): nobody's failures keep somebody else out.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/m/key,10/10m/key,20/h/key",
    "change_password": "5/m/user",
}
# How many proxies of ours stand in front and write X-Forwarded-For; with none that header is not believed.
TRUSTED_PROXIES = env.int("PERCORSI_TRUSTED_PROXIES", default=0)

LANGUAGE_CODE = "it"
LANGUAGES = spoken(PACKAGE / "locale")
LOCALE_PATHS = [str(PACKAGE / "locale")]
LANGUAGE_COOKIE_NAME = "lingua"
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "shell" / "assets"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no others, and pressing them takes as long again
FILE_UPLOAD_PERMISSIONS = 0o600

# Sessions end as percorsi.web.accounts.sessions says; the row lives until the next morning, so that the login page can
# say why, and give back what was typed into a page left open.
SESSION_COOKIE_AGE = 24 * 60 * 60
CSRF_FAILURE_VIEW = "percorsi.web.accounts.views.returning.page_too_old"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessione", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^salute/$"]  # who watches the machine asks from inside
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = 31_536_000, True, True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],  # the stock style sheet carries one font inside
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
