"""Django settings, all derived from the environment variables of `environment.py`.

Other floors read `django.conf.settings`; nobody reads TANHENG_* variables anywhere else.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tanheng.config.environment import database_settings, read_environment
from tanheng.config.installed import AUTH_USER_MODEL, INSTALLED_APPS

__all__ = ["AUTH_USER_MODEL", "INSTALLED_APPS"]  # settings that stand elsewhere

ENVIRONMENT = read_environment(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT.home
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
PRODUCTION = ENVIRONMENT.production

DATABASES = {"default": database_settings(ENVIRONMENT.database_url)}
# Two roles on PostgreSQL (store.roles): the application's, which owns nothing, and the owner's, for updates, backup, restore and proof.
DATABASE_OWNER = database_settings(ENVIRONMENT.owner_url) if ENVIRONMENT.owner_url else None
APPLICATION_ROLE = str(DATABASES["default"]["USER"]) if DATABASE_OWNER and DATABASE_OWNER["USER"] != DATABASES["default"]["USER"] else ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EVIDENCE_FOLDER = HOME / "evidence"
SIGNING_KEY_FILE = ENVIRONMENT.signing_key  # of checkpoints: store.signing_key
CHECKPOINT_FOLDER = HOME / "checkpoints"
REFUSED_FOLDER = HOME / "refused"  # for a day: records.refused_files
QUARANTINE_FOLDER = HOME / "quarantine"  # uploads until they are taken over or refused: store.quarantine
QUARANTINE_FOLDER.mkdir(exist_ok=True, mode=0o700)
WORKERS_FOLDER = HOME / "workers"  # which workers of this machine live: store.tasks.presence

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tanheng.web.security.ContentSecurityPolicyMiddleware",
    "tanheng.api.request_size.RequestSizeMiddleware",
    "tanheng.web.security.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tanheng.web.language.LanguageMiddleware",
    "tanheng.web.security.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tanheng.web.frame.FrameMiddleware",
    "tanheng.web.damage.DamageMiddleware",
    "tanheng.apps.people.views.once.OnceMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tanheng.web.frame.frame",
            ],
            "builtins": ["tanheng.pages.templatetags.components"],
        },
    }
]
ROOT_URLCONF = "tanheng.config.urls"
WSGI_APPLICATION = "tanheng.config.wsgi.application"

# People and sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tanheng.apps.people.services.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxy_count
MFA_ADAPTER = "tanheng.apps.people.services.factors.FactorAdapter"  # encrypts what the library stores
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tanheng"
# Counters of failed sign-ins must be shared by all server processes, so they lie in files, not in one process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(HOME / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

# Static files: served from the packages themselves, no collecting step on a small site
STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Security
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tanheng.web.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if ENVIRONMENT.https else None
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.https else 0
# Neighbouring hosts of the same domain are not ours to promise https for: no subdomains, no preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if ENVIRONMENT.https and ENVIRONMENT.proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not ENVIRONMENT.https:
    # The operator has said that this installation is reached without https (own machine, closed plant network).
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

# Uploads
UPLOAD_LIMIT_BYTES = ENVIRONMENT.upload_limit_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = min(UPLOAD_LIMIT_BYTES, 5 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20000
FILE_UPLOAD_HANDLERS = [
    "tanheng.pages.uploads.TypeCheckHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Where a damaged file is given again: its hash decides, and it may have been stored under any name.
UPLOADS_OF_ANY_TYPE = ("evidence:content", "api:get_content", "api:heal_content")  # an address of the API goes by its first operation
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = str(QUARANTINE_FOLDER)  # a request that is killed leaves its upload where it is swept

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
}
