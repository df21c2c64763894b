"""What the browser tests stand on: a real server that can be killed, a page of another origin with a strict policy, and
Debian's Chromium.
"""

import contextlib
import http.server
import json
import os
import pathlib
import pty
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, what, seconds=30):
    """Waits until `condition` gives something true, and gives that; the time only bounds a failure."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)


class Workspace:
    """A workspace's folder, the process that serves it, and an agent with a replica of it."""

    def __init__(self, binaries, **environment):
        self.environment = {**os.environ, **environment}
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="conversations-browser-"))
        self.server, self.agent = f"{binaries}/conv-server", f"{binaries}/conv-agent"
        self.folder, self.replica = self.root / "hub", self.root / "agent"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.json(self.server, "init", self.folder, "--name", "Shop")
        self.start()
        link = self.json(self.server, "invite", self.folder, "--role", "administrator", "--queue", "general")["link"]
        self.json(self.agent, "join", link, "--name", "Ana", "--data", self.replica)
        self.sync()

    def json(self, *command, check=True):
        done = subprocess.run([*map(str, command), "--json"], capture_output=True, text=True)
        if check and done.returncode != 0:
            raise AssertionError(f"{command[1:3]} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def say(self, *command):
        """Runs a command of the agent."""
        return self.json(self.agent, *command, "--data", self.replica)

    def refusal(self, *command):
        """The sentence with which the agent's program refuses a command; empty when it does not."""
        command = [self.agent, *command, "--data", self.replica]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True)
        return done.stderr if done.returncode else ""

    def sync(self):
        return self.say("sync")

    def set(self, **settings):
        """Sets settings; dots are written as two underscores."""
        for name, value in settings.items():
            self.say("settings", "set", name.replace("__", "."), str(value))
        self.sync()

    def tickets(self):
        self.sync()
        return self.say("tickets")["tickets"]

    def transcript(self, ticket):
        self.sync()
        return self.say("show", ticket)

    def teach(self, title, body):
        """Publishes an article for the assistant."""
        self.set(content__needs_approval="false")
        folder = self.root / "articles"
        folder.mkdir()
        (folder / "article.md").write_text(
            f"---\nid: article\ntitle: {title}\nstate: published\naudience: everyone\nlanguage: en\nswitch: on\n---\n\n{body}\n")
        self.say("content", "import", folder)
        self.sync()

    def write_many(self, ticket, texts):
        """Replies with many messages, which are sent together."""
        for text in texts:
            self.say("reply", ticket, text)
        self.sync()

    def typing(self, ticket):
        return self.say("typing", ticket)["told"]

    def reply(self, ticket, text):
        self.say("reply", ticket, text)
        self.sync()

    @contextlib.contextmanager
    def workspace(self, ticket):
        """The workspace line by line, with a ticket open; gives a function that reads what it shows now."""
        number = next(known["number"] for known in self.tickets() if known["id"] == ticket)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [self.agent, "workspace", "--plain", "--data", str(self.replica)], stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        pieces = []

        def listen():
            with contextlib.suppress(OSError):
                while piece := os.read(ours, 65536):
                    pieces.append(piece)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()

        def shown(line=""):
            os.write(ours, f"{line}\n".encode())
            return b"".join(pieces).decode(errors="ignore").split("Conversations, ")[-1]

        try:
            wait_for(lambda: f"#{number}" in shown(), "the inbox in the workspace")
            shown(f"#{number}")
            wait_for(lambda: "Message 1." in shown(), "the ticket in the workspace")
            yield shown
        finally:
            process.terminate()
            process.wait()
            listener.join()
            os.close(ours)

    def start(self):
        log = open(self.root / "server.log", "a")
        self.process = subprocess.Popen(
            [self.server, "run", str(self.folder), "--listen", f"127.0.0.1:{self.port}", "--json"],
            stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment,
        )
        if not self.process.stdout.readline():
            raise AssertionError((self.root / "server.log").read_text())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.root, ignore_errors=True)


class Site:
    """A site of another origin that carries the widget: every page with a policy that allows as little as possible."""

    def __init__(self, address):
        self.address, self.pages, site = address, {}, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = site.pages.get(self.path.split("?")[0])
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write((page or "nothing").encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Another host name and another port: another origin and another site.
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.page("/")

    @property
    def policy(self):
        return (
            f"default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; connect-src {self.address}; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )

    def page(self, path, head="", body="<h1>A shop</h1><a href='/other'>Elsewhere</a>", attributes="", language="en"):
        """Makes a page and gives its address."""
        self.pages[path] = (
            f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>Shop</title>{head}</head>"
            f"<body><main>{body}</main>"
            f"<script async nonce='abc' src='{self.address}/widget/loader.js' {attributes}></script></body></html>"
        )
        return self.origin + path

    def close(self):
        self.server.shutdown()


class Widget:
    """The widget on a page, as a visitor uses it."""

    def __init__(self, page):
        self.page = page
        self.launcher = page.locator("conversations-widget .launcher")
        self.panel = page.get_by_role("dialog")
        self.text = page.locator("conversations-widget textarea")
        self.log = page.get_by_role("log")
        self.standing = page.locator("conversations-widget .standing")
        self.typing = page.locator("conversations-widget .typing")

    def open(self):
        self.launcher.click()
        self.text.wait_for(state="visible")
        return self

    def write(self, text):
        self.text.fill(text)
        self.text.press("Enter")

    def bodies(self, kind="message"):
        return [text.strip() for text in self.page.locator(f"conversations-widget .{kind} .body").all_inner_texts()]

    def mine(self):
        return self.bodies("mine")

    def waiting(self):
        return self.page.locator("conversations-widget .queued, conversations-widget .sending").count()


@contextlib.contextmanager
def reported_problems(context):
    """Collects what pages complain of: errors of scripts and violations of policies."""
    problems = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console",
        lambda message: problems.append(message.text)
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text else None,
    )
    yield problems


def get(address, headers=None, method="GET", body=None):
    """A request without a browser: status, headers, body."""
    request = urllib.request.Request(address, method=method, headers=headers or {}, data=body)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
