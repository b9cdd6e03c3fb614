"""A real SMTP server (aiosmtpd) that tells, as one line of JSON per mail, what came and what
Python's own e-mail parser makes of it. Arguments: certificate, key, `open`, `implicit` (TLS from the
first byte), or the way to log in: `PLAIN`, `LOGIN`, `any`."""

import asyncio
import email
import email.policy
import json
import ssl
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

certificate, key, mode = sys.argv[1:]


def tell(value):
    print(json.dumps(value), flush=True)


def people(header):
    # The newer parser keeps the spaces between encoded words of a name, which RFC 2047 takes away.
    decode = lambda name: str(make_header(decode_header(name)))
    return [[decode(name), address] for name, address in getaddresses([header])]


def read(envelope):
    raw = envelope.original_content
    mail = email.message_from_string(raw.decode(), policy=email.policy.default)
    headers = email.message_from_string(raw.decode(), policy=email.policy.compat32)
    body = lambda kind: (part := mail.get_body((kind,))) and part.get_content()
    return {
        "mail_from": envelope.mail_from,
        "rcpt_to": envelope.rcpt_tos,
        "options": envelope.mail_options,
        "headers": {name: str(value) for name, value in mail.items()},
        "from": people(headers["From"]),
        "to": people(headers["To"]),
        "reply_to": people(headers["Reply-To"]),
        "date": mail["Date"].datetime.isoformat(),
        "kind": mail.get_content_type(),
        "text": body("plain"),
        "html": body("html"),
        "defects": [str(d) for part in mail.walk() for d in part.defects],
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
        "has_bytes_beyond_ascii": any(byte > 127 for byte in raw),
    }


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        tell(read(envelope))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, auth_data):
    good = isinstance(auth_data, LoginPassword) and auth_data == LoginPassword(b"ana", b"geheim \xc5\xbc")
    return AuthResult(success=good, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    login = {"authenticator": authenticate, "auth_required": True} if mode in ("PLAIN", "LOGIN", "any") else {}
    # LOGIN alone, PLAIN alone, or both.
    if mode in ("PLAIN", "LOGIN"):
        login["auth_exclude_mechanism"] = {"PLAIN", "LOGIN"} - {mode}

    def factory():
        return SMTP(
            Handler(),
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=None if mode == "implicit" else context,
            require_starttls=mode != "implicit",
            decode_data=False,
            **login,
        )

    loop = asyncio.get_running_loop()
    tls = {"ssl": context} if mode == "implicit" else {}
    server = await loop.create_server(factory, "127.0.0.1", 0, **tls)
    tell({"port": server.sockets[0].getsockname()[1]})
    # Ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
