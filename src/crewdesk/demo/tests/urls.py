"""The program's addresses with those of the demo, which are there only while CREWDESK_DEMO is on."""

from django.urls import include, path

urlpatterns = [path("", include("crewdesk.urls")), path("", include("crewdesk.demo.urls"))]
