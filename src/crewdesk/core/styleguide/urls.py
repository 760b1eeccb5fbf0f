from django.urls import path

from . import views

app_name = "styleguide"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("workspace/", views.workspace, name="workspace"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("e-mail/", views.email, name="e-mail"),
    path("search/", views.search, name="search"),
    path("part/<slug:name>/", views.part, name="part"),
]
