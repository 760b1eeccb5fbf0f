"""A real browser against the real servers, on the database of this test process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from crewdesk.core.supervisor.process import die_with_parent

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    """Mark what needs Chromium, and keep it on one xdist worker: the servers start once."""
    for item in items:
        if "live_url" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def live_url(django_db_setup, tmp_path_factory):
    """Web, live pages and worker as processes of their own; gives the address. What a test shows them it has to commit."""
    port, live_port = free_ports(2)
    log = tmp_path_factory.mktemp("servers") / "servers.log"
    environment = os.environ | {
        "PORT": str(port),
        "LIVE_PORT": str(live_port),
        "WEB_WORKERS": "1",
        "WEB_THREADS": "4",
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=environment, check=True)
    with log.open("wb") as output:
        servers = start_process(
            [sys.executable, "-m", "crewdesk.cli", "serve", "web", "live", "worker"],
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        address = f"http://localhost:{port}"
        _wait_until_up(f"{address}/healthz", servers, log)
        yield address
    finally:
        servers.terminate()
        servers.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(django_db_setup):
    """Chromium, once for all tests of this process."""
    if not CHROMIUM or not Path(CHROMIUM).exists():
        pytest.skip("no Chromium: install it, or set CHROMIUM=/path/to/it")
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous face runs an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser, live_url):
    """Make pages, each in a context (cookies, storage) of its own: `new_page(viewport=PHONE, color_scheme="dark")`.

    When the test ends, a page that threw a script error or violated the content security policy fails it.
    """
    contexts, problems = [], []

    def make(*, viewport=DESKTOP, color_scheme="light", **options):
        context = browser.new_context(base_url=live_url, viewport=viewport, color_scheme=color_scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_page, committed):
    """One page in a desktop window, signed out."""
    return new_page()


def sign_in_page(page, member) -> None:
    """Sign a committed member in to a page's browser context by session cookie."""
    from django.conf import settings
    from django.test import Client

    from crewdesk.accounts.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=member.person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def give_password_in(page, member) -> None:
    """As if the password had just been given: the servers of a journey do not read the quick hashes of the suite."""
    from django.conf import settings

    from crewdesk.accounts.session_store import SessionStore

    from .cast import give_password

    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    give_password(SessionStore(session_key=cookie["value"]), member.person_id)


def keep_picture(page, name: str) -> None:
    """Where CREWDESK_SHOTS names a folder, keep a picture of the page for whoever wants to look."""
    if folder := os.environ.get("CREWDESK_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def assert_accessible(page, *, context=None) -> None:
    """Fail with axe's report when the page, or the part under the CSS selector `context`, violates an accessibility rule."""
    from axe_playwright_python.sync_playwright import Axe

    # Preloading would put style elements into the page, which the content security policy forbids.
    results = Axe().run(page, context=context, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()


def start_process(command: list[str], **options) -> subprocess.Popen:
    """Start a program that is told to stop when this test process dies, however it dies."""
    parent = os.getpid()
    return subprocess.Popen(command, preexec_fn=lambda: die_with_parent(parent, signal.SIGTERM), **options)


def free_ports(count: int) -> list[int]:
    """Ports that are free now; all are held until the last one is found, so that they differ."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_until_up(url: str, servers: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        if servers.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The servers did not come up:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
