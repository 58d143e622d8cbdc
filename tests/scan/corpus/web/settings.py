import os

INSTALLED_APPS = ["django.contrib.admin", "rest_framework", "apps.billing"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
STATIC_URL = "static/"
LANGUAGE_CODE = "en-us"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "app/main"}}
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://cache:6379/1"}}
SOCIAL_AUTH_PIPELINE = ("social_core.pipeline.user.create_user",)
MODEL_PATH = os.environ.get("MODEL_PATH", "var/models/churn.pkl")
LLM_MODEL = os.environ.get("LLM_MODEL", "gpt-4o-2024-08-06")
LLM_PROVIDER = "openai"
SENTRY_RELEASE = "web@2.3.1"
CELERY_TASK_ROUTES = {"billing/*": {"queue": "billing-eu-1"}}
