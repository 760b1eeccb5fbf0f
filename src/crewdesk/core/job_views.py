"""The page of jobs that were given up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .jobs import retry_failed
from .queries import failed_jobs
from .routes import needs


@needs("job.read")
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """What could not be done, with the reason."""
    return render(request, "core/jobs.html", {"jobs": failed_jobs()})


@needs("job.retry")
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Let a job run again."""
    if not retry_failed(job_id):
        raise Http404
    messages.success(request, _("The job will run again in a moment."))
    return redirect("core:jobs", desk=request.desk.slug)
