"""The host of the files serves files and nothing else: what customers sent never shares an origin with our pages."""

from django.conf import settings
from django.http import HttpResponseNotFound

from .views import is_files_host


class FilesHost:
    """Middleware: answers 404 to everything but files on the host of FILES_URL."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.FILES_URL and is_files_host(request) and not request.path_info.startswith("/files/"):
            return HttpResponseNotFound()
        return self.get_response(request)
