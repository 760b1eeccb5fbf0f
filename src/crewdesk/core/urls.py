from django.urls import URLPattern, path

from . import health, job_views
from .files import views as files
from .live import views as live

app_name = "core"
urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("files/<str:token>/<str:name>", files.serve, name="file"),
    path("d/<slug:desk>/live/poll/", live.poll, name="live-poll"),
    path("d/<slug:desk>/presence/<slug:kind>/<int:subject_id>/", live.presence, name="presence"),
    path("d/<slug:desk>/settings/jobs/", job_views.jobs, name="jobs"),
    path("d/<slug:desk>/settings/jobs/<int:job_id>/retry/", job_views.retry, name="job-retry"),
]
