# A mail server for tests: Debian's python3-aiosmtpd on loopback, with TLS and a password. It says on its standard output what happens, a line
# each, and keeps what it takes as JSON files. Arguments: a folder, "starttls" or "tls", certificate, key.
import asyncio, email, email.policy, json, os, ssl, sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, security, certificate, key = sys.argv[1:5]
inbox = os.path.join(folder, "inbox")
os.makedirs(inbox, exist_ok=True)


def say(*words):
    print(*words, flush=True)


def held_at(stage):
    try:
        with open(os.path.join(folder, "hold")) as hold:
            return hold.read() == stage
    except FileNotFoundError:
        return False


async def hold(stage):
    """Waits for as long as the test holds this stage, and says so at its beginning. Whether it did."""
    held = held_at(stage)
    if held:
        say("held", stage)
    while held_at(stage):
        await asyncio.sleep(0.02)
    return held


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if os.path.exists(os.path.join(folder, "refuse-from-" + address)):
            say("refused sender", address)
            return "550 5.7.1 sender not allowed"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await hold("announced")
        if os.path.exists(os.path.join(folder, "refuse-" + address)):
            say("refused", address)
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "headers": [[name.lower(), str(value)] for name, value in message.items()],
            "text": message.get_content(),
            "secret": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data,
        }
        number = len(os.listdir(inbox))
        with open(os.path.join(inbox, "%04d.json" % number), "w") as file:
            json.dump(kept, file)
        # What was held has been said already. Whether this goes on after it hangs on when a killed hub's line is noticed.
        if not await hold("taken"):
            say("taken", *envelope.rcpt_tos)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    if (data.login, data.password) == (b"trykk", b"a password for mail"):
        return AuthResult(success=True, auth_data="trykk")
    return AuthResult(success=False, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    options = dict(authenticator=authenticate, auth_required=True, hostname="localhost")
    if security == "starttls":
        options.update(tls_context=context, require_starttls=True)
    else:
        options.update(auth_require_tls=False)
    loop = asyncio.get_running_loop()
    wrapped = context if security == "tls" else None
    server = await loop.create_server(lambda: SMTP(Handler(), loop=loop, **options), "127.0.0.1", 0, ssl=wrapped)
    say("listening", server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
