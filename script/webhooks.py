"""The other side of a custom channel: a server that takes webhooks, and a sender, on an independent implementation."""

import base64
import datetime
import hmac
import http.client
import http.server
import json
import threading
import time

import jsonschema
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from programs import REPOSITORY

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def schema(name):
    # Without its own name, so that references within the file stay within it.
    text = (REPOSITORY / "schemas" / "channels" / f"{name}.json").read_text()
    return {key: value for key, value in json.loads(text).items() if key != "$id"}


def fits(value, name):
    try:
        jsonschema.validate(value, schema(name))
    except jsonschema.ValidationError:
        return False
    return True


def signed(secret, identifier, at, body):
    """The signature of a body; of one that is no text, which the independent signer does not take, by hand."""
    try:
        return Webhook(secret).sign(identifier, at, body.decode())
    except UnicodeDecodeError:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        code = hmac.digest(key, f"{identifier}.{int(at.timestamp())}.".encode() + body, "sha256")
        return "v1," + base64.b64encode(code).decode()


class Receiver:
    """Takes what the hub sends: verifies each, keeps each id once, and misbehaves when told to."""

    def __init__(self, secret):
        self.secrets = [secret]
        self.requests, self.unverified, self.invalid = [], 0, 0
        self.shown = {}
        self.plans = []
        self.on_message = None
        # What it hands out by path: bytes, a status, or an address to go to instead.
        self.files = {}
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                receiver.handle(self, self.rfile.read(int(self.headers["content-length"])))

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    # Whoever asked was killed, or has seen enough.
                    self.close_connection = True

            def do_GET(self):
                receiver.give(self)

            def log_message(self, *arguments):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def address(self, path, given):
        """Hands something out, and gives its address."""
        self.files[path] = given
        return f"http://127.0.0.1:{self.port}{path}"

    def give(self, request):
        given = self.files.get(request.path, 404)
        if isinstance(given, int):
            request.send_response(given)
        elif isinstance(given, str):
            request.send_response(302)
            request.send_header("location", given)
        else:
            request.send_response(200)
        body = given if isinstance(given, bytes) else b""
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        try:
            request.wfile.write(body)
        except OSError:
            # Whoever fetched has seen enough.
            request.close_connection = True

    def handle(self, request, body):
        headers = {name: request.headers.get(name, "") for name in HEADERS}
        verified = all(self.verified(secret, headers, body) for secret in self.secrets)
        event = json.loads(body)
        with self.lock:
            self.unverified += not verified
            self.invalid += not fits(event, "event")
            plan = self.plans.pop(0) if self.plans else 200
            self.requests.append((headers["webhook-id"], plan, event))
            takes = plan in (200, "late")
            if takes:
                self.shown.setdefault(headers["webhook-id"], event)
            name = f"ext-{headers['webhook-id']}"
        if takes and self.on_message and event["type"].startswith("message."):
            self.on_message(event, name)
        if plan == "late":
            # It has the message, and its answer is lost.
            request.close_connection = True
            return
        answer = json.dumps({"external_message": name} if plan == 200 else {}).encode()
        request.send_response(plan)
        request.send_header("content-length", str(len(answer)))
        request.end_headers()
        try:
            request.wfile.write(answer)
        except OSError:
            # Whoever asked was killed meanwhile.
            request.close_connection = True

    @staticmethod
    def verified(secret, headers, body):
        try:
            Webhook(secret).verify(body, headers)
            return True
        except WebhookVerificationError:
            return False

    def events(self, kind):
        with self.lock:
            return [event for event in self.shown.values() if event["type"] == kind]

    def texts(self):
        with self.lock:
            return [event["data"].get("text") for event in self.shown.values()]

    def stop(self):
        self.http.shutdown()
        self.http.server_close()


class Sender:
    """Posts webhooks to the hub as the convention says."""

    def __init__(self, server, workspace, channel, secret):
        self.server, self.secret = server, secret
        self.path = f"/v1/ws/{workspace}/channels/{channel}"
        self.number = 0
        self.lock = threading.Lock()

    def name(self):
        with self.lock:
            self.number += 1
            return f"msg_{self.number}"

    def send(self, event, identifier=None, age=0, secret=None, headers=None):
        """Posts one event, or bytes; (status, answer). Raises OSError when nobody answers."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        identifier = identifier or self.name()
        at = datetime.datetime.now(tz=datetime.timezone.utc) - datetime.timedelta(seconds=age)
        signature = signed(secret or self.secret, identifier, at, body)
        values = dict(zip(HEADERS, (identifier, str(int(at.timestamp())), signature)))
        values.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(
                "POST", self.path, body, {"content-type": "application/json"} | {k: v for k, v in values.items() if v}
            )
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def insist(self, event, identifier):
        """Posts until it is taken, as a channel does that must not lose anything."""
        while True:
            try:
                status, answer = self.send(event, identifier)
                if status == 200:
                    return answer
                if status not in (429, 503):
                    raise AssertionError(f"{status} {answer}")
            except OSError:
                pass
            time.sleep(0.05)


def message(thread, name, text, kind="message.created", verified=False, **more):
    author = {"id": "c-1", "verified": verified, "name": "Mira"}
    author.update(more.pop("author", {}))
    return {
        "type": kind,
        "data": {"external_thread": thread, "external_message": name, "author": author, "text": text, **more},
    }


def receipt(state, **subject):
    return {"type": "receipt", "data": {"state": state, **subject}}


def reaction(thread, name, emoji, is_on=True, author="c-1"):
    return {
        "type": "reaction.added" if is_on else "reaction.removed",
        "data": {"external_thread": thread, "external_message": name, "author": {"id": author}, "emoji": emoji},
    }


def attachment(size):
    return {"name": "photo.png", "media_type": "image/png", "content": base64.b64encode(b"\0" * size).decode()}
