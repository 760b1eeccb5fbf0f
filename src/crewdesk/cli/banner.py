"""Says when everything is up, where, and in the demo as whom one may sign in."""

import time
import urllib.error
import urllib.request

import click

PATIENCE_SECONDS = 60


class Banner:
    """Called by the supervisor until it returns True: once /healthz answers 200, the addresses are printed."""

    def __init__(self, demo: bool):
        self.demo = demo
        self.complain_at = time.monotonic() + PATIENCE_SECONDS

    def __call__(self) -> bool:
        from django.conf import settings

        if not is_healthy(local_address()):
            if time.monotonic() > self.complain_at:
                click.echo("Not ready after a minute. The lines above say why; `crewdesk doctor` says more.", err=True)
                self.complain_at = float("inf")
            return False
        click.echo(f"\nCrewdesk is ready: {settings.SITE_URL}", err=True)
        if self.demo:
            _print_logins()
        click.echo("Ctrl-C stops it.", err=True)
        return True


def local_address() -> str:
    """Where the web server of this process answers on this machine."""
    from django.conf import settings

    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BIND, settings.BIND)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}"


def is_healthy(address: str) -> bool:
    """Whether /healthz answers 200 within a second."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _print_logins() -> None:
    from django.conf import settings

    from crewdesk.demo.sample import logins

    for role, email, password in logins():
        click.echo(f"  {role:<12} {email:<24} {password}", err=True)
    click.echo(f"  customers    {settings.SITE_URL}/demo/mailbox/", err=True)
