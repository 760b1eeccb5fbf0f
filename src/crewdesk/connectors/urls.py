"""The pages of imports and exports, each with its right."""

from crewdesk.accounts.routes import route

from .views import exports, imports, runs

app_name = "connectors"
_IMPORTS = "d/<slug:desk>/settings/import/"
_ONE = f"{_IMPORTS}<int:pk>/"
_EXPORTS = "d/<slug:desk>/settings/export/"

urlpatterns = [
    route(_IMPORTS, imports.imports, right="desk.import", name="import-list"),
    route(_ONE, imports.show, right="desk.import", name="import-show"),
    route(f"{_ONE}columns/", imports.columns, right="desk.import", name="import-columns"),
    route(f"{_ONE}progress/", imports.progress, right="desk.import", name="import-progress"),
    route(f"{_ONE}check/", imports.check, right="desk.import", name="import-check"),
    route(f"{_ONE}start/", imports.start, right="desk.import", name="import-start"),
    route(f"{_ONE}bad-rows/", imports.bad_rows, right="desk.import", name="import-bad-rows"),
    route(f"{_IMPORTS}runs/<int:pk>/", runs.show, right="desk.import", name="run-show"),
    route(f"{_IMPORTS}runs/<int:pk>/progress/", runs.progress, right="desk.import", name="run-progress"),
    route(_EXPORTS, exports.exports, right="desk.export", name="export-list"),
    route(f"{_EXPORTS}progress/", exports.progress, right="desk.export", name="export-progress"),
    route(f"{_EXPORTS}new/", exports.ask, right="desk.export", name="export-create"),
    route(f"{_EXPORTS}<int:pk>/fetch/", exports.fetch, right="desk.export", name="export-fetch"),
    route(f"{_EXPORTS}<int:pk>/discard/", exports.discard, right="desk.export", name="export-discard"),
]
