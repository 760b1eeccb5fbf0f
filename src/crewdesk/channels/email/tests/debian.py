"""Private instances of Debian's Dovecot and Postfix: own folder, own ports, stopped in the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from testing.browser import free_ports

from crewdesk.core.tests.workers import eventually

PASSWORD = "correct-horse"
DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""
POSTFIX_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = desk.localhost, customer.example
transport_maps = inline:{{ desk.localhost=lmtp:inet:127.0.0.1:{desk}, customer.example=lmtp:inet:127.0.0.1:{lmtp} }}
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
"""
POSTFIX_MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


def need(*programs: str) -> None:
    """Skip where they are not installed or may not be started."""
    if missing := [program for program in programs if not shutil.which(program)]:
        pytest.skip(f"not installed: {', '.join(missing)} (apt-get install dovecot-imapd dovecot-lmtpd postfix)")
    if os.getuid() != 0:
        pytest.skip("Dovecot and Postfix are started as root only")


@contextmanager
def dovecot():
    """Mailboxes `<name>@anything`, made when first used; yields the ports of IMAP and LMTP."""
    need("dovecot")
    imap, lmtp = free_ports(2)
    with _folder("dovecot") as folder:
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", "mail", "mail")
        config = folder / "dovecot.conf"
        config.write_text(DOVECOT.format(folder=folder, imap=imap, lmtp=lmtp, password=PASSWORD))
        server = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            eventually(lambda: _listens(imap) and _listens(lmtp))
            yield imap, lmtp
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextmanager
def postfix(*, desk: int, lmtp: int):
    """An MTA that hands mail for desk.localhost to our LMTP port and mail for customer.example to Dovecot's; yields its SMTP port."""
    need("postfix")
    [smtp] = free_ports(1)
    with _folder("postfix") as folder:
        for name in ("queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix", "postfix")
        (folder / "main.cf").write_text(POSTFIX_MAIN.format(folder=folder, desk=desk, lmtp=lmtp))
        (folder / "master.cf").write_text(POSTFIX_MASTER.format(smtp=smtp))
        subprocess.run(["postfix", "-c", str(folder), "start"], check=True, capture_output=True)
        try:
            eventually(lambda: _listens(smtp))
            yield smtp
        finally:
            subprocess.run(["postfix", "-c", str(folder), "stop"], check=False, capture_output=True)


@contextmanager
def _folder(name: str):
    # Not pytest's: that one is closed to the users that these servers run as.
    folder = Path(tempfile.mkdtemp(prefix=f"crewdesk-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
