"""The folder that mail goes to where no server is named."""

import os

import pytest

from coachsched.core.errors import NotFoundError
from coachsched.mail.transports import TemporaryFailure, open_transport, read_maildir, read_message

MESSAGE = b"Subject: Visit\r\nMessage-ID: <1@x.test>\r\n\r\nHello\r\n.\r\n..two dots\r\n"


def deliver(transport, recipient="ann@woodlands.test", message=MESSAGE, message_id="<1@x.test>"):
    transport.deliver("coaching@woodlands.test", recipient, message, message_id)


def test_a_maildir_holds_the_message_as_it_was_sent(tmp_path):
    folder = tmp_path / "var" / "mail"
    deliver(open_transport(f"maildir:{folder}"))
    ((key, message),) = read_maildir(folder)
    assert message == MESSAGE
    assert read_message(folder, key) == MESSAGE
    assert sorted(child.name for child in folder.iterdir()) == ["cur", "new", "tmp"]
    assert list((folder / "tmp").iterdir()) == []


def test_delivering_twice_leaves_one_file_a_recipient(tmp_path):
    for _ in range(2):
        transport = open_transport(f"maildir:{tmp_path}")
        deliver(transport)
        deliver(transport, recipient="ben@woodlands.test")
        deliver(transport, message_id="<2@x.test>")
        transport.close()
    assert len(read_maildir(tmp_path)) == 3


def test_a_message_that_was_read_meanwhile_is_not_delivered_again(tmp_path):
    transport = open_transport(f"maildir:{tmp_path}")
    deliver(transport)
    ((key, _),) = read_maildir(tmp_path)
    (tmp_path / "new" / key).rename(tmp_path / "cur" / f"{key}:2,S")
    deliver(transport)
    assert read_maildir(tmp_path) == [(f"{key}:2,S", MESSAGE)]
    assert read_message(tmp_path, f"{key}:2,S") == MESSAGE


def test_a_crash_before_the_last_step_leaves_nothing_to_read(tmp_path, monkeypatch):
    transport = open_transport(f"maildir:{tmp_path}")

    def fail(*_):
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", fail)
        with pytest.raises(TemporaryFailure, match="No space left on device"):
            deliver(transport)
    assert read_maildir(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []
    deliver(transport)
    assert len(read_maildir(tmp_path)) == 1


def test_a_folder_that_cannot_be_made_is_temporary(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TemporaryFailure):
        deliver(open_transport(f"maildir:{tmp_path / 'file'}"))


def test_mail_is_listed_newest_first(tmp_path):
    transport = open_transport(f"maildir:{tmp_path}")
    for number, moment in ((1, 1_000), (2, 3_000), (3, 2_000)):
        deliver(transport, message=b"%d" % number, message_id=f"<{number}@x.test>")
        (newest,) = [key for key, message in read_maildir(tmp_path) if message == b"%d" % number]
        os.utime(tmp_path / "new" / newest, (moment, moment))
    assert [message for _, message in read_maildir(tmp_path)] == [b"2", b"3", b"1"]


def test_no_folder_is_no_mail(tmp_path):
    assert read_maildir(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    "key", ["../secret", "..", ".", "", "/etc/hostname", "a/b", "x\x00", ".hidden", "gone"]
)
def test_a_key_opens_messages_and_nothing_else(tmp_path, key):
    deliver(open_transport(f"maildir:{tmp_path}"))
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "new" / ".hidden").write_text("secret")
    with pytest.raises(NotFoundError):
        read_message(tmp_path, key)
