"""All settings, read from the environment once. docs/settings.md lists them; a test holds the page to this file."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from crewdesk import env
from crewdesk.core.postgres import roles
from crewdesk.core.postgres.embedded import EmbeddedServer
from crewdesk.core.secret import kept_secret

PACKAGE = Path(__file__).resolve().parent

# --- where things live
CREWDESK_DATA = env.folder("CREWDESK_DATA", Path.cwd() / "data", help="folder of the embedded database, uploaded files and keys")
DEBUG = env.flag("CREWDESK_DEBUG", False, help="development only: error pages with details, no static manifest")
DEMO = env.flag("CREWDESK_DEMO", False, help="shows the web mailbox and role logins of the sample desk; never on a real desk")
SECRET_KEY = env.text(
    "SECRET_KEY", "", help="signs sessions and links; kept in the data folder when empty", secret=True
) or kept_secret(CREWDESK_DATA, "secret_key")
FIELD_KEY = env.text(
    "FIELD_KEY", "", help="encrypts stored credentials (32 bytes, base64); kept in the data folder when empty", secret=True
) or kept_secret(CREWDESK_DATA, "field_key")

# --- web
PORT = env.number("PORT", 8000, help="port of the web server", least=1)
LIVE_PORT = env.number("LIVE_PORT", PORT + 1, help="port of the live stream; the web port plus one by default", least=1)
LIVE_URL = env.text(
    "LIVE_URL",
    "",
    help="public address of the live stream when a proxy serves it, for example /live; empty: same host at LIVE_PORT",
)
BIND = env.text("BIND", "127.0.0.1", help="address that the servers listen on")
WEB_WORKERS = env.number("WEB_WORKERS", 2, help="web processes", least=1)
WEB_THREADS = env.number(
    "WEB_THREADS", 3, help="requests that a web process answers at once; each holds one database connection", least=1
)
SITE_URL = env.url(
    "SITE_URL", f"http://localhost:{PORT}", help="public address of this installation, used in e-mails", schemes=("http", "https")
)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", ".localhost", "127.0.0.1", "[::1]"), help="host names that are answered")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", (), help="origins with scheme that may post when a proxy ends TLS")
BEHIND_TLS_PROXY = env.flag(
    "BEHIND_TLS_PROXY", False, help="a proxy ends TLS and sets X-Forwarded-Proto; makes cookies secure and sends HSTS"
)
TRUSTED_PROXIES = env.number(
    "TRUSTED_PROXIES",
    1 if BEHIND_TLS_PROXY else 0,
    help="proxies in front that append to X-Forwarded-For, by which rate limits tell visitors apart; 1 with BEHIND_TLS_PROXY",
    least=0,
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
FILES_URL = env.url(
    "FILES_URL", "", help="separate host that serves customers' files; the same host when empty", schemes=("http", "https")
)
if FILES_URL:
    ALLOWED_HOSTS.append(urlsplit(FILES_URL).hostname)

FETCH_ALLOW_PRIVATE = env.words(
    "FETCH_ALLOW_PRIVATE",
    (),
    help="networks of your own that webhooks, imports and link previews may reach, for example 10.1.0.0/16",
)

# --- database
DATABASE_URL = env.url(
    "DATABASE_URL",
    "",
    help="PostgreSQL 15+ as the role crewdesk_app; the embedded server when empty",
    schemes=("postgresql", "postgres"),
    secret=True,
)
DATABASE_WORKER_URL = env.url(
    "DATABASE_WORKER_URL", "", help="the same database as crewdesk_worker", schemes=("postgresql", "postgres"), secret=True
)
DATABASE_OWNER_URL = env.url(
    "DATABASE_OWNER_URL",
    "",
    help="the same database as crewdesk_owner; for `crewdesk migrate` only",
    schemes=("postgresql", "postgres"),
    secret=True,
)
DATABASE_BACKUP_URL = env.url(
    "DATABASE_BACKUP_URL",
    "",
    help="the same database as crewdesk_backup; for `crewdesk backup` only",
    schemes=("postgresql", "postgres"),
    secret=True,
)
DATABASE_ADMIN_URL = env.url(
    "DATABASE_ADMIN_URL",
    "",
    help="a superuser; `crewdesk migrate` makes the roles with it once",
    schemes=("postgresql", "postgres"),
    secret=True,
)
DATABASE_DIRECT_URL = env.url(
    "DATABASE_DIRECT_URL",
    "",
    help="the same database past PgBouncer, for LISTEN; DATABASE_URL when empty",
    schemes=("postgresql", "postgres"),
    secret=True,
)
DATABASE_PREPARE = env.flag(
    "DATABASE_PREPARE",
    not DATABASE_URL,
    help="plan what is asked again and again once a connection; on with the embedded server, and not through a PgBouncer before 1.22",
)
DATABASE_ROLE = env.text("DATABASE_ROLE", "app", help="set by the programs themselves: app, worker, owner or backup")

# Times that a statement comes over a connection before it is kept.
ASKED_AGAIN = 3

EMBEDDED = None if DATABASE_URL else EmbeddedServer(CREWDESK_DATA)


def database_dsn(role: str) -> str:
    """The libpq URL of the database for `role` (app, worker, owner, backup, direct)."""
    if EMBEDDED:
        return EMBEDDED.dsn(
            roles.APP if role == "direct" else f"crewdesk_{role}", os.environ.get("CREWDESK_DATABASE", "crewdesk")
        )
    urls = {
        "worker": DATABASE_WORKER_URL,
        "owner": DATABASE_OWNER_URL,
        "backup": DATABASE_BACKUP_URL,
        "direct": DATABASE_DIRECT_URL,
    }
    if role in {"owner", "backup"} and not urls[role]:
        raise env.BadSetting(f"DATABASE_{role.upper()}_URL is not set; this command works as the role crewdesk_{role}.")
    return urls.get(role) or DATABASE_URL


def database_settings(role: str) -> dict:
    """Django's DATABASES entry for `role`; safe behind PgBouncer in transaction mode."""
    parts = conninfo_to_dict(database_dsn(role))
    # What a call asks is the same thousands of times, and to plan it takes PostgreSQL longer than to do it. A statement is
    # kept only where its values travel apart from it.
    binding = {"server_side_binding": True, "prepare_threshold": ASKED_AGAIN if DATABASE_PREPARE else None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "crewdesk"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts | binding,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASE_SETTINGS_OF = database_settings
DATABASES = {"default": database_settings(DATABASE_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- files
MEDIA_URL = env.text(
    "MEDIA_URL", "", help="storage of files: empty for the data folder, or s3://bucket/prefix for S3-compatible storage"
)
S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "", help="address of an S3-compatible store; Amazon's own when empty")
UPLOAD_LIMIT_MB = env.number("UPLOAD_LIMIT_MB", 50, help="largest file that is taken in, in MB", least=1)
IMPORT_LIMIT_MB = env.number("IMPORT_LIMIT_MB", 500, help="largest CSV file that is taken in for an import, in MB", least=1)
MEDIA_ROOT = CREWDESK_DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024


# Files are read by the program alone, and handed out by it.
_LOCAL_FILES = {"location": MEDIA_ROOT, "base_url": None, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}


def file_storage() -> dict:
    """Django's STORAGES entry for uploaded files."""
    if not MEDIA_URL:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": _LOCAL_FILES}
    if not MEDIA_URL.startswith("s3://"):
        raise env.BadSetting(f"MEDIA_URL={MEDIA_URL!r} is not understood: leave it empty or use s3://bucket/prefix.")
    bucket, _slash, prefix = MEDIA_URL.removeprefix("s3://").partition("/")
    options = {
        "bucket_name": bucket,
        "location": prefix,
        "endpoint_url": S3_ENDPOINT_URL or None,
        "default_acl": None,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", CREWDESK_DATA / "static", help="folder that collects style sheets and scripts")
STORAGES = {
    "default": file_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
STATICFILES_DIRS: list[Path] = []

# --- mail
EMAIL_HOST = env.text("EMAIL_HOST", "", help="SMTP server of the installation, used by desks that have none of their own")
EMAIL_PORT = env.number("EMAIL_PORT", 587, help="its port", least=1)
EMAIL_USER = env.text("EMAIL_USER", "", help="its login")
EMAIL_PASSWORD = env.text("EMAIL_PASSWORD", "", help="its password", secret=True)
EMAIL_SECURITY = env.text("EMAIL_SECURITY", "starttls", help="starttls, tls or none")
EMAIL_FROM = env.text("EMAIL_FROM", "Crewdesk <crewdesk@localhost>", help="sender of account e-mails")
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "desk.localhost", help="domain of the reply addresses; its MX leads to this installation")
MAIL_BIND = env.text("MAIL_BIND", "127.0.0.1", help="address that the mail listener listens on")
MAIL_PORT = env.number("MAIL_PORT", 8025, help="port of the mail listener; 0 turns it off", least=0)
MAIL_PROTOCOL = env.text("MAIL_PROTOCOL", "smtp", help="smtp or lmtp")
MAIL_AUTHSERV_ID = env.text(
    "MAIL_AUTHSERV_ID", "", help="authserv-id of the MTA in front; its Authentication-Results are believed"
)
MAIL_CHECK_DKIM = env.flag("MAIL_CHECK_DKIM", False, help="verify DKIM signatures over DNS when no MTA in front does")
MAIL_LIMIT_MB = env.number("MAIL_LIMIT_MB", 40, help="largest message that is taken in, in MB", least=1)
READER_PROCESSES = env.number(
    "READER_PROCESSES", 1, help="processes that read mail, each killed when a message takes too long", least=1
)
DEFAULT_FROM_EMAIL = EMAIL_FROM
EMAIL_BACKEND = "crewdesk.core.mail.backend.InstallationMail"

# --- API
API_RATE_LIMIT = env.number("API_RATE_LIMIT", 700, help="calls to the API that one token may make in a minute", least=1)

# --- jobs
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 2, help="jobs at once in each lane of a worker", least=1)
WEBHOOK_CONCURRENCY = env.number(
    "WEBHOOK_CONCURRENCY", 8, help="webhook calls at once in a worker; slow endpoints share half of them", least=2
)
JOB_STALLED_SECONDS = env.number(
    "JOB_STALLED_SECONDS", 30, help="a worker silent for so long is dead and its jobs run again", least=5
)
PROCRASTINATE_ON_APP_READY = "crewdesk.core.jobs.adopt"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "procrastinate_tasks"

# --- observing
LOG_LEVEL = env.text("LOG_LEVEL", "INFO", help="DEBUG, INFO, WARNING or ERROR")
LOG_FORMAT = env.text("LOG_FORMAT", "json", help="json, or console for people")
METRICS_TOKEN = env.text("METRICS_TOKEN", "", help="bearer token that /metrics asks for; empty: loopback only", secret=True)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "anymail",
    "django_htmx",
    "django_prose_editor",
    "heroicons",
    "crewdesk.core",
    "crewdesk.accounts",
    "crewdesk.tickets",
    "crewdesk.channels",
    "crewdesk.connectors",
    "crewdesk.demo",
]
MIDDLEWARE = [
    "crewdesk.core.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "crewdesk.core.files.host.FilesHost",
    "crewdesk.core.middleware.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crewdesk.accounts.api.signin.ApiMiddleware",
    "crewdesk.accounts.middleware.DeskMiddleware",
]
ROOT_URLCONF = "crewdesk.urls"
WSGI_APPLICATION = "crewdesk.wsgi.application"
FORM_RENDERER = "crewdesk.core.forms.CrewdeskRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' own: allauth's pages wear our face.
        "DIRS": [PACKAGE / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "heroicons.templatetags.heroicons",
                "crewdesk.core.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crewdesk.core.context.page",
                *(["crewdesk.demo.context.doors"] if DEMO else []),
            ],
        },
    }
]

# --- sign-in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "crewdesk.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "crewdesk.accounts.adapters.SocialAccountAdapter"
MFA_ADAPTER = "crewdesk.accounts.adapters.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
# No mail to whoever an attacker types into the form.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Besides allauth's own limits: customers' links and codes (accounts/views/magic.py).
ACCOUNT_RATE_LIMITS = {"magic_link": "20/m/ip,10/h/key", "magic_code": "20/m/ip,30/h/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code is good for one step of 30 s before and after its own: hands are slow and clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

SESSION_ENGINE = "crewdesk.accounts.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS_PROXY
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS_PROXY else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS_PROXY else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = "crewdesk.core.logs.configure"
LOGGING = {"level": LOG_LEVEL, "format": LOG_FORMAT}
SILENCED_SYSTEM_CHECKS = ["models.W027"]
# Development and the test suite check that a verb which writes also records an event.
CHECK_OPERATIONS = DEBUG
