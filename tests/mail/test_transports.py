import shutil
import socket
import ssl
import subprocess
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from coachsched.core.errors import UserError
from coachsched.mail.transports import (
    PermanentFailure,
    TemporaryFailure,
    open_transport,
    read_maildir,
)

SENDER = "coaching@woodlands.test"
ANN = "ann@woodlands.test"
MESSAGE = b"Subject: Visit\r\nMessage-ID: <1@x.test>\r\n\r\nHello\r\n.\r\n..two dots\r\n"


class Sink:
    """Answers each command as scripted, and keeps what it accepted."""

    def __init__(self):
        self.accepted, self.script, self.peers = [], {}, []

    def _next(self, command, otherwise):
        answers = self.script.get(command, [])
        return answers.pop(0) if answers else otherwise

    async def handle_MAIL(self, server, session, envelope, sender, options):  # noqa: N802
        self.peers.append(session.peer)
        answer = self._next("MAIL", "250 OK")
        if answer == "drop":
            server.transport.abort()
        elif answer.startswith("250"):
            envelope.mail_from = sender
        return answer

    async def handle_RCPT(self, server, session, envelope, recipient, options):  # noqa: N802
        answer = self._next("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(recipient)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._next("DATA", "250 OK")
        if answer == "drop":
            server.transport.abort()
        elif answer.startswith("250"):
            self.accepted.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        elif answer.startswith("421"):
            server.transport.write(answer.encode() + b"\r\n")
            server.transport.close()
        return answer


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def run_server(sink, **options):
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    return controller


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def server(sink):
    controller = run_server(sink)
    yield controller
    controller.stop()


@pytest.fixture
def smtp(server):
    transport = open_transport(f"smtp://127.0.0.1:{server.port}")
    yield transport
    transport.close()


@pytest.fixture(scope="session")
def server_tls(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl: not installed, so there is no certificate to serve")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def deliver(transport, recipient=ANN, message=MESSAGE, message_id="<1@x.test>"):
    transport.deliver(SENDER, recipient, message, message_id)


def test_a_message_arrives_byte_for_byte(smtp, sink):
    deliver(smtp)
    assert sink.accepted == [(SENDER, [ANN], MESSAGE)]


def test_a_run_of_messages_shares_a_connection(smtp, sink):
    for _ in range(5):
        deliver(smtp)
    assert len(sink.accepted) == 5
    assert len(set(sink.peers)) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [("451 4.3.0 Come back later", TemporaryFailure), ("550 5.1.1 Nobody of that name", PermanentFailure)],
)
def test_a_refusal_is_told_in_the_servers_words_and_spoils_nothing(smtp, sink, stage, answer, failure):
    deliver(smtp)
    sink.script = {stage: [answer]}
    with pytest.raises(failure, match=answer):
        deliver(smtp)
    deliver(smtp, recipient="ben@woodlands.test")
    assert [recipients for _, recipients, _ in sink.accepted] == [[ANN], ["ben@woodlands.test"]]
    assert len(set(sink.peers)) == 1


@pytest.mark.parametrize(
    "answer", ["530 5.7.0 Must issue a STARTTLS command first", "535 5.7.8 Sign in again"]
)
def test_a_refusal_of_this_client_does_not_condemn_the_letter(smtp, sink, answer):
    sink.script = {"MAIL": [answer]}
    with pytest.raises(TemporaryFailure, match=answer):
        deliver(smtp)


@pytest.mark.parametrize("answer", ["drop", "421 4.3.2 Shutting down"])
def test_a_connection_lost_in_a_message_is_temporary_and_the_next_message_gets_a_new_one(smtp, sink, answer):
    sink.script = {"DATA": [answer]}
    with pytest.raises(TemporaryFailure):
        deliver(smtp)
    deliver(smtp)
    assert len(sink.accepted) == 1
    assert len(set(sink.peers)) == 2


@pytest.mark.parametrize("answer", ["drop", "421 4.4.2 Idle for too long"])
def test_a_connection_that_went_away_between_messages_is_opened_again(smtp, sink, answer):
    deliver(smtp)
    sink.script = {"MAIL": [answer]}
    deliver(smtp)
    assert len(sink.accepted) == 2


def test_a_server_that_was_started_again_is_found_again(sink):
    first = run_server(sink)
    transport = open_transport(f"smtp://127.0.0.1:{first.port}")
    deliver(transport)
    first.stop()
    with pytest.raises(TemporaryFailure):
        deliver(transport)
    second = Controller(sink, hostname="127.0.0.1", port=first.port)
    second.start()
    deliver(transport)
    transport.close()
    second.stop()
    assert len(sink.accepted) == 2


def test_a_closed_transport_opens_again(smtp, sink):
    deliver(smtp)
    smtp.close()
    smtp.close()
    deliver(smtp)
    assert len(set(sink.peers)) == 2


def test_nobody_listening_is_temporary():
    with pytest.raises(TemporaryFailure, match="refused"):
        deliver(open_transport(f"smtp://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize("banner", [b"554 no service here\r\n", b"421 too busy\r\n", b"", b"hello\r\n"])
def test_a_server_that_will_not_talk_is_temporary(banner):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer_once, args=(listener, banner), daemon=True).start()
        with pytest.raises(TemporaryFailure):
            deliver(open_transport(f"smtp://127.0.0.1:{listener.getsockname()[1]}"))


def answer_once(listener, banner):
    connection, _ = listener.accept()
    with connection:
        connection.sendall(banner)


def test_a_silent_server_is_given_up(monkeypatch):
    monkeypatch.setattr("coachsched.mail.smtp.TIMEOUT_SECONDS", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        pytest.raises(TemporaryFailure, match="timed out"),
    ):
        deliver(open_transport(f"smtp://127.0.0.1:{listener.getsockname()[1]}"))


@pytest.mark.parametrize(
    "unsafe",
    [
        "ann@x.test\r\nRCPT TO:<evil@x.test>",
        "ann@x.test\n",
        "<ann@x.test>",
        "ann@x.test> SIZE=1",
        "ann x@x.test",
        "a\x00@x.test",
        "",
    ],
)
def test_an_address_that_could_become_a_command_never_reaches_the_server(smtp, sink, unsafe, tmp_path):
    for transport in (smtp, open_transport(f"maildir:{tmp_path}")):
        with pytest.raises(PermanentFailure):
            transport.deliver(SENDER, unsafe, MESSAGE, "<1@x.test>")
        with pytest.raises(PermanentFailure):
            transport.deliver(unsafe, ANN, MESSAGE, "<1@x.test>")
    assert sink.peers == []
    assert read_maildir(tmp_path) == []


def knows_the_password(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"school", b"p@ss/word")
    return AuthResult(success=right, handled=False)


def test_the_password_of_the_url_signs_in_once_the_line_is_encrypted(sink, server_tls):
    options = {"authenticator": knows_the_password, "auth_required": True, "require_starttls": True}
    controller = run_server(sink, tls_context=server_tls, **options)
    right = open_transport(f"smtp://school:p%40ss%2Fword@127.0.0.1:{controller.port}")
    wrong = open_transport(f"smtp://school:guess@127.0.0.1:{controller.port}")
    deliver(right)
    with pytest.raises(TemporaryFailure, match="535"):
        deliver(wrong)
    right.close()
    controller.stop()
    assert len(sink.accepted) == 1


def test_a_line_is_encrypted_where_the_server_offers_it(sink, server_tls):
    controller = run_server(sink, tls_context=server_tls, require_starttls=True)
    transport = open_transport(f"smtp://127.0.0.1:{controller.port}")
    deliver(transport)
    transport.close()
    controller.stop()
    assert len(sink.accepted) == 1


def test_smtps_is_encrypted_from_the_first_byte(sink, server_tls):
    controller = TlsController(sink, hostname="127.0.0.1", port=free_port(), ssl_context=server_tls)
    controller.start()
    transport = open_transport(f"smtps://127.0.0.1:{controller.port}")
    deliver(transport)
    transport.close()
    controller.stop()
    assert len(sink.accepted) == 1


class TlsController(Controller):
    """Its own first greeting must speak TLS as a client."""

    def _trigger_server(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((self.hostname, self.port), 5) as raw,
            context.wrap_socket(raw) as secure,
        ):
            secure.recv(1024)


def test_a_password_is_not_sent_in_clear_over_a_network(sink, server, monkeypatch):
    monkeypatch.setattr("coachsched.mail.smtp.LOOPBACK", frozenset())
    with pytest.raises(TemporaryFailure, match="password was not sent"):
        deliver(open_transport(f"smtp://school:secret@127.0.0.1:{server.port}"))
    assert sink.peers == []


def test_a_certificate_nobody_vouches_for_is_refused_over_a_network(sink, server_tls, monkeypatch):
    monkeypatch.setattr("coachsched.mail.smtp.LOOPBACK", frozenset())
    controller = run_server(sink, tls_context=server_tls)
    with pytest.raises(TemporaryFailure, match="CERTIFICATE_VERIFY_FAILED"):
        deliver(open_transport(f"smtp://127.0.0.1:{controller.port}"))
    controller.stop()
    assert sink.peers == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "maildir:",
        "mail.example.org",
        "imap://mail.example.org",
        "smtp://",
        "smtp:mail.example.org",
        "smtp://host:port",
        "smtp://host:99999",
        "smtp://host/path",
        "smtp://host?x=1",
        "smtp://user@host",
        "smtp://[::1",
        "smtp://" + "a" * 64 + ".test",
        "smtp://user:hunter2@host:port",
    ],
)
def test_a_wrong_url_is_told_what_forms_there_are_and_shows_no_password(url):
    with pytest.raises(UserError, match="maildir:PATH") as refusal:
        open_transport(url)
    assert "smtps://" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_a_password_the_protocol_cannot_carry_is_refused_at_once():
    with pytest.raises(UserError, match="ASCII"):
        open_transport("smtp://user:pässword@host")
