"""A custom channel in the story that script/demo plays: an app of the shop's own, which speaks by signed webhooks.

The other side signs and verifies with an independent implementation of the convention.
"""

import json
import time

from programs import Failed, say
from webhooks import Receiver, Sender, message

CHANNEL = "app"


def heard(receiver, wanted, what):
    """The texts that the app was sent, once one of them is wanted."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if any(wanted(text) for text in receiver.texts()):
            return receiver.texts()
        time.sleep(0.1)
    raise Failed(f"{what} did not reach the app within 60 s")


def attempts(receiver, text):
    """How often a text was sent, once it was sent again."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        sent = [event["data"].get("text") for _, _, event in receiver.requests].count(text)
        if sent > 1:
            return sent
        time.sleep(0.1)
    raise Failed("what the app did not acknowledge was not sent again within 60 s")


def play_channel(checks, server, noor, felix, queue):
    """A customer writes in the app, the assistant answers, and a person does: signed, and once, each way."""
    say("The shop's own app opens a channel of signed webhooks.")
    receiver = Receiver("whsec_" + "A" * 32)
    try:
        arguments = ["add", server.folder, CHANNEL, "--url", receiver.url, "--allow-local"]
        channel = server.programs.json(server.programs.server, "channels", *arguments)
        receiver.secrets = [channel["secret"]]
        workspace = json.loads((server.folder / "server.json").read_text())["workspace"]
        sender = Sender(server, workspace, CHANNEL, channel["secret"])
        noor.sync()
        noor.command("settings set", f"channel.{CHANNEL}.queue", queue)
        noor.sync()
        converse(checks, sender, receiver, felix)
    finally:
        receiver.stop()


def converse(checks, sender, receiver, felix):
    status, answer = sender.send(message("order-1", "forged", "Refund everything."), secret="whsec_" + "B" * 32)
    checks.check(status == 401, f"a webhook that somebody else signed is refused ({answer['error']['code']})")
    question = message("order-1", "m-1", "When is the Sunday workshop open?")
    results = [sender.send(question, "hook-1")[1]["result"] for _ in range(2)]
    checks.check(results == ["opened", "duplicate"], "a customer's message opens a ticket, and sent again does nothing")
    heard(receiver, lambda text: "from ten in the morning" in text, "the assistant's answer")
    checks.check(True, "the assistant's answer reaches the app")

    sender.send(message("order-2", "m-1", "A person, please: my brakes squeal."), "hook-2")
    heard(receiver, lambda text: "from ten in the morning" not in text, "the notice that a person takes over")
    felix.sync()
    ticket = felix.command("search", f"squeal channel:{CHANNEL}")["tickets"][0]["id"]
    trace = felix.command("trace", ticket)
    checks.check("customer_request" in json.dumps(trace), "who asks for a person there is handed over, too")
    reply = "Clean the rims with alcohol, and it goes away."
    felix.command("reply", ticket, reply)
    say("Felix answers offline and syncs. The app takes it, and its word that it did is lost.")
    receiver.plans = ["late"]
    felix.sync()
    heard(receiver, lambda text: text == reply, "Felix's answer")
    sent = attempts(receiver, reply)
    checks.check(
        receiver.texts().count(reply) == 1, f"it is sent {sent} times under one name, and the app shows it once"
    )
    checks.check(
        receiver.unverified == 0 and receiver.invalid == 0,
        f"all {len(receiver.requests)} webhooks to the app are signed and of the documented form",
    )

