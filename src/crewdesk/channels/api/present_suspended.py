"""The files of suspended tickets in the dialect's words."""

from typing import Any

from django.http import HttpRequest

from ..models import Suspension
from ..suspended_files import WaitingFile, files_of, link_to


def attachments_json(request: HttpRequest, suspension: Suspension, *, may_read: bool = False) -> list[dict[str, Any]]:
    """They have no id of their own: `/attachments` knows them once they are copied, or their message is recovered."""
    return [_one(request, suspension, file) for file in files_of(suspension, may_read=may_read)]


def _one(request: HttpRequest, suspension: Suspension, file: WaitingFile) -> dict[str, Any]:
    address = request.build_absolute_uri(link_to(suspension, file, member=request.member))
    return {
        "id": None, "url": None, "file_name": file.name, "content_url": address, "mapped_content_url": address,
        "content_type": file.content_type, "size": file.size, "width": None, "height": None, "inline": file.inline, "deleted": False,
        "malware_access_override": False, "malware_scan_result": "not_scanned", "thumbnails": [],
    }  # fmt: skip
