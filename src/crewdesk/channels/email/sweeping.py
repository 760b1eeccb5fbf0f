"""Mail that waits: postponed, or left behind by a crash."""

from django.utils import timezone

from crewdesk.core.jobs import Lane, defer, job

from .delivering import deliver, desks_with_due_mail, due_mail


@job(lane=Lane.OUTBOUND, in_desk=False)
def send_due_of_desk(*, desk_id: int) -> None:
    """Send the desk's mail that is due; each is claimed first, so any number of these may run."""
    deliver(desk_id, due_mail(desk_id, at=timezone.now()))


def send_queued(desk_id: int) -> None:
    """Leave the desk's due mail to be sent once this transaction is committed."""
    defer(send_due_of_desk, desk_id=desk_id, queueing_lock=f"due mail of {desk_id}")


def sweep() -> None:
    """A job for each desk that has mail due, so that one desk's dead server holds up no other's."""
    for desk_id in desks_with_due_mail():
        send_queued(desk_id)
