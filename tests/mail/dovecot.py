"""A real IMAP server of our own on loopback, in a folder of its own; skips where Dovecot is not installed."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.race.servers import free_port

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
USER, PASSWORD = "inbox", "of@the-tests"
PATIENCE = 20

CONFIG = """\
base_dir = {base}
state_dir = {base}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
"""


class Dovecot:
    """The server, and a client's view of its one mailbox."""

    def __init__(self, folder: Path) -> None:
        if PROGRAM is None:
            pytest.skip("IMAP: needs Dovecot (apt-get install dovecot-imapd)")
        self.folder, self.port = folder, free_port()
        self.config = folder / "dovecot.conf"
        self.server: subprocess.Popen[bytes] | None = None
        # Started by root it wants users of its own, which Debian's package made; else it is who we are.
        root = os.getuid() == 0
        user = "dovecot" if root else getpass.getuser()
        given = {
            "base": folder / "run",
            "folder": folder,
            "port": self.port,
            "login": "dovenull" if root else user,
            "user": user,
            "group": grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name,
            "uid": pwd.getpwnam(user).pw_uid,
            "gid": pwd.getpwnam(user).pw_gid,
        }
        os.chown(folder, int(given["uid"]), int(given["gid"]))
        self.config.write_text(CONFIG.format(**given))
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        self.start()

    @property
    def url(self) -> str:
        return f"imap://{USER}:{quote(PASSWORD)}@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        self.server = subprocess.Popen([str(PROGRAM), "-F", "-c", str(self.config)], start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.server.poll() is None, (self.folder / "log").read_text()
            try:
                return self.client().logout() and None
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.02)
        self.stop()
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self.server:
            # Its processes one and all: those that hold a connection would take ten seconds to notice.
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait(PATIENCE)
            self.server = None

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
        client.login(USER, PASSWORD)
        return client

    def deliver(self, *messages: bytes) -> None:
        client = self.client()
        for message in messages:
            assert client.append("INBOX", None, None, message)[0] == "OK"
        client.logout()

    def flags(self) -> list[bool]:
        """Whether each message is marked as read, in order."""
        client = self.client()
        client.select("INBOX", readonly=True)
        _, data = client.fetch("1:*", "(FLAGS)")
        client.logout()
        return [b"\\Seen" in one for one in data if isinstance(one, bytes)]

    def make_anew(self) -> None:
        """The folder gets a new UIDVALIDITY, as after a restored backup: its UIDs mean nothing any more."""
        self.stop()
        mail = self.folder / "mail"
        for file in mail.glob("dovecot.index*"):
            file.unlink()
        uids = mail / "dovecot-uidlist"
        uids.write_text(
            re.sub(r" V(\d+)", lambda found: f" V{int(found[1]) + 1000}", uids.read_text(), count=1)
        )
        self.start()
