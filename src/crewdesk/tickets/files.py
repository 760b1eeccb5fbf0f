"""Who may read a file that hangs on a ticket."""

from crewdesk.accounts.models import User
from crewdesk.core.files.access import readable_by
from crewdesk.core.files.models import StoredFile

from .models import Attachment


@readable_by
def on_a_visible_comment(file: StoredFile, user_id: int) -> bool:
    """Whether the file hangs on a comment that the user may read, or was uploaded by them and not sent yet."""
    user = User.objects.filter(pk=user_id, is_active=True, suspended=False).first()
    if user is None:
        return False
    return Attachment.objects.readable_by(user).filter(file=file, redacted_at=None).exists()
