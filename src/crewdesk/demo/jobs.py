"""The demo lives: new mail comes in while it is watched, and customers answer."""

from django.conf import settings

from crewdesk.core.jobs import Lane, periodic

if settings.DEMO:
    from .post.living import live_a_little

    # Every twenty seconds (the last field).
    periodic(cron="* * * * * */20", lane=Lane.BATCH)(live_a_little)
