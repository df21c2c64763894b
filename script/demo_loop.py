"""The live loop that script/demo plays: visitors of the site widget, the assistant, and an agent who is offline.

Visitors speak to the widget's own endpoints, as its script does. Python's standard library only.
"""

import json
import secrets
import time
import urllib.request

from programs import Failed, say

ORIGIN = "https://hollow-road.example"
ARTICLE = """---
id: sunday-workshop
title: When is the Sunday workshop open?
state: published
audience: everyone
language: en
switch: on
---

The Sunday workshop is open from ten in the morning to four in the afternoon. Bring your own gloves to the Sunday workshop.
"""
# The digits of identifiers.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def text_of(part):
    """The words of a message's blocks, which the widget makes elements of."""
    if isinstance(part, list):
        return "".join(map(text_of, part))
    if isinstance(part, dict):
        return "".join(value if name in ("text", "code") and isinstance(value, str) else text_of(value)
                       for name, value in part.items() if name != "link")
    return ""


class Visitor:
    """Somebody on a page that carries the widget."""

    def __init__(self, server):
        self.address = f"http://127.0.0.1:{server.port}/widget/v1"
        self.session = None
        self.session = self.ask("sessions", {"visitor": secrets.token_hex(32), "language": "en"})["session"]

    def ask(self, path, body=None):
        headers = {"Origin": ORIGIN, "Content-Type": "application/json"}
        if self.session:
            headers["Authorization"] = f"Bearer {self.session}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.address}/{path}", data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def write(self, text):
        """Posts a message twice under one name, as a browser does that heard no answer."""
        message = {"id": "0" + "".join(secrets.choice(DIGITS) for _ in range(25)), "text": text}
        for _ in range(2):
            self.ask("messages", message)

    def messages(self, kind):
        messages = self.ask("messages")["messages"]
        return [text_of(message["blocks"]) for message in messages if message["from"]["kind"] == kind]

    def hears(self, kind, what, count=1):
        """The messages of one kind of sender, once there are so many."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = self.messages(kind)
            if len(found) >= count:
                return found
            time.sleep(0.1)
        raise Failed(f"{what} did not reach the visitor within 30 s")


def play_loop(root, checks, server, noor, felix, queue):
    """Customers write, the assistant answers one and hands the other over, and Felix answers without a network."""
    say("The site widget opens. Noor imports an article for the assistant.")
    articles = root / "articles"
    articles.mkdir()
    (articles / "sunday-workshop.md").write_text(ARTICLE)
    for name, value in (
        ("widget.origin.shop.url", ORIGIN), ("widget.origin.shop.on", "true"), ("channel.widget.queue", queue), ("content.needs_approval", "false"),
    ):
        noor.command("settings set", name, value)
    noor.command("content import", articles)
    noor.sync(), felix.sync()

    asking, worried = Visitor(server), Visitor(server)
    asking.write("When is the Sunday workshop open?")
    answer = asking.hears("assistant", "the assistant's answer")
    checks.check(
        len(answer) == 1 and "from ten in the morning" in answer[0], "the assistant answers a visitor from the article"
    )
    checks.check(len(asking.messages("you")) == 1, "what the visitor's browser sent twice stands there once")

    worried.write("Please let me talk to a person about my brakes.")
    notice = worried.hears("assistant", "the notice that a person takes over")
    felix.sync()
    tickets = felix.command("search", "brakes status:open channel:widget")["tickets"]
    checks.check(len(notice) == 1 and len(tickets) == 1, "who asks for a person is told that one comes, and Felix has the ticket")
    trace = felix.command("trace", tickets[0]["id"])
    checks.check("customer_request" in json.dumps(trace), "the assistant's trace on his machine says why it handed over")

    say("Felix goes offline, answers, and comes back.")
    reply = "Bring it by tomorrow; do not ride it until then."
    felix.command("reply", tickets[0]["id"], reply)
    checks.check(not worried.messages("person"), "what he wrote offline is nowhere else yet")
    felix.sync()
    heard = worried.hears("person", "Felix's answer")
    checks.check(heard == [reply], "his answer reaches the visitor once")
    worried.write("Thank you, I will. Is it expensive?")
    # The assistant takes turns in the order in which they came, so this one was looked at when the next is decided.
    asking.write("Do I have to bring my own gloves to the Sunday workshop?")
    asking.hears("assistant", "the assistant's second word", count=2)
    checks.check(len(worried.messages("assistant")) == 1, "the assistant does not talk over him afterwards")
