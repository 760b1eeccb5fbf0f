"""Who may read the files of imports and exports."""

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.clock import now
from crewdesk.core.files.access import readable_by
from crewdesk.core.files.models import StoredFile

from .models import DeskExport, ImportRun


@readable_by
def rows_that_could_not_be_read(file: StoredFile, user_id: int) -> bool:
    """The list of bad rows, for those who may import. The upload itself is nobody's to fetch."""
    user = User.objects.filter(pk=user_id).first()
    return can(user, "desk.import") and ImportRun.objects.filter(bad_rows=file).exists()


@readable_by
def an_exported_desk(file: StoredFile, user_id: int) -> bool:
    """The desk as a file, for those who may export it, as long as it is open."""
    user = User.objects.filter(pk=user_id).first()
    export = DeskExport.objects.filter(file=file).first()
    return can(user, "desk.export") and export is not None and export.is_open(now())
