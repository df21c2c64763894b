"""A custom channel against a real server, with an independent signer and verifier, and a server that is killed."""

import base64
import json
import random
import subprocess
import sys
import threading
import time
import urllib.request

from programs import Checks, Failed, Programs, Server, Teammate, parse_kills, say
from webhooks import Receiver, Sender, attachment, fits, message, reaction, receipt


class Story(Checks):
    """One workspace with one custom channel, from its first message to its last."""

    def begin(self, programs, root):
        self.programs = programs
        self.server = Server(programs, root / "ws", root)
        programs.json(programs.server, "init", self.server.folder, "--name", "Shop")
        self.server.start()
        self.receiver = Receiver("whsec_" + "A" * 32)
        self.channel = self.channels("add", "shop", "--url", self.receiver.url, "--allow-local")
        self.receiver.secrets = [self.channel["secret"]]
        workspace = json.loads((self.server.folder / "server.json").read_text())["workspace"]
        self.sender = Sender(self.server, workspace, "shop", self.channel["secret"])
        self.agent = Teammate(programs, "noor", root / "noor")
        link = self.server.command("invite", "--role", "administrator", "--queue", "general")["link"]
        self.agent.command("join", link, "--name", "Noor")

    def channels(self, verb, *arguments):
        command = [self.programs.server, "channels", verb, self.server.folder, *arguments]
        return self.programs.json(*command)

    def refused(self, *arguments):
        """The sentence with which conv-agent refuses; nil when it does not."""
        command = [self.programs.agent, *map(str, arguments), "--data", str(self.agent.folder)]
        done = subprocess.run(command, capture_output=True, text=True)
        return done.stderr if done.returncode else None

    def until(self, holds, text, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return self.check(True, text)
            time.sleep(0.1)
        self.check(False, text)

    def answered(self, event, result, text, **options):
        status, answer = self.sender.send(event, **options)
        found = answer.get("result") or answer["error"]["code"]
        self.check(found == result and fits(answer, "answer"), f"{text} ({status} {found})")
        return answer

    def lines(self, ticket):
        self.agent.sync()
        return self.agent.command("show", ticket)["messages"]


def inbound(story):
    say("In: what the channel says")
    taken = message("t-1", "m-1", "Where is my parcel?", context={"locale": "de-DE", "traits": {"plan": "gold"}})
    story.check(fits(taken, "event"), "the event fits its schema")
    ticket = story.answered(taken, "opened", "a signed message opens a ticket", identifier="hook-1")["ticket"]
    story.answered(taken, "duplicate", "the same webhook-id is taken once", identifier="hook-1")
    story.answered(taken, "duplicate", "the same message under another webhook-id is taken once")
    head = story.server.head()
    story.answered(taken, "stale_timestamp", "one signed ten minutes ago is refused", age=600)
    story.answered(taken, "stale_timestamp", "and one of ten minutes from now", age=-600)
    story.answered(taken, "unauthenticated", "one signed with another secret", secret="whsec_" + "B" * 32)
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        story.answered(taken, "unauthenticated", f"one without {name}", headers={name: None})
    story.answered(taken, "unauthenticated", "one whose id was changed", headers={"webhook-id": "other"})
    for text, body in [
        ("no JSON", b"{"), ("a list", b"[]"), ("no data", b'{"type": "message.created"}'),
        ("words for an author", json.dumps(message("t", "m", "x") | {"data": {"author": "me"}}).encode()),
        ("JSON a thousand deep", b'{"type":"message.created","data":' + b"[" * 1000 + b"]" * 1000 + b"}"),
        ("bytes that are no text", b'{"type": "\xff\xfe"}'),
        ("an unknown type", json.dumps({"type": "order.paid", "data": {}}).encode()),
        ("no words and no file", json.dumps(message("t-9", "m-9", "")).encode()),
        ("an author that is the AI", json.dumps(message("t-9", "m-9", "x", author={"kind": "ai"})).encode()),
        ("a name of an empty thread", json.dumps(message("", "m-9", "x")).encode()),
    ]:
        story.answered(body, "malformed", f"{text} is refused")
    story.answered(b" " * (1024 * 1024 + 1), "too_large", "a body of more than 1 MB is refused")
    story.check(story.server.head() == head, "none of that reached the log")
    story.answered(
        message("t-1", "m-big", "With a photo", files=[attachment(780_000)]), "appended", "a body of 1 MB is taken"
    )
    edited = message("t-1", "m-2", "second", kind="message.edited", edited_at="2026-01-01T12:00:02Z")
    story.answered(edited, "waiting", "an edit before its message waits")
    story.answered(message("t-1", "m-2", "first"), "appended", "then the message comes")
    story.answered(message("t-404", "m-1", "", kind="message.deleted"), "waiting", "so does one of an unknown thread")
    hostile = message("t-1", "m-3", "\u001b[31m<img src=x>\u0000", author={"name": "n" * 10_000, "id": "c-2"})
    story.answered(hostile, "appended", "hostile words and a name of 10,000 characters are taken")
    lines = story.lines(ticket)
    story.check([line["body"] for line in lines][:1] == ["Where is my parcel?"], "the words are the customer's")
    story.check(any(line["body"] == "second" for line in lines), "the edit found its message")
    shown = story.agent.command("show", ticket)
    story.check("\u001b" not in json.dumps(shown, ensure_ascii=False), "no escape sequence is left")
    customer = shown["customer"]
    story.check(
        customer["assurance"] == "claimed" and "person" not in customer, "whoever is not verified stays a claim"
    )
    known = story.answered(message("t-2", "m-1", "It is me", verified=True), "opened", "a verified customer")["ticket"]
    story.lines(known)
    customer = story.agent.command("show", known)["customer"]
    story.check(customer["assurance"] == "verified_by_token" and "person" in customer, "becomes a person")
    links = " ".join(f"https://example.com/{number}" for number in range(9))
    story.answered(message("t-spam", "m-1", links), "quarantined", "a stranger's many links are held")
    held = story.channels("held")["held"]
    story.check([entry["reason"] for entry in held] == ["many_links"], "`channels held` lists them")
    story.channels("held", "--release", str(held[0]["id"]))
    story.until(lambda: story.channels("held")["held"] == [], "and lets them in")
    return ticket


def outbound(story, ticket):
    say("Out: what the team says")
    receiver, agent = story.receiver, story.agent
    names = []
    receiver.on_message = lambda event, name: names.append((event, name))
    agent.command("reply", ticket, "It left **today**.")
    agent.sync()
    story.until(lambda: "It left **today**." in receiver.texts(), "a reply reaches the channel")
    story.check(receiver.unverified == 0 and receiver.invalid == 0, "signed, and of the form of its schema")
    event, name = names[-1]
    story.check(event["data"]["author"] == {"kind": "teammate", "name": "Noor"}, "by the name of who wrote it")
    echo = message("t-1", name, "It left **today**.", author={"id": "bot", "kind": "teammate"})
    story.until(lambda: story.sender.send(echo)[1].get("result") == "echo", "sent back, it is an echo")
    story.answered(receipt("delivered", external_message=name), "receipt", "a receipt by the channel's id")
    story.answered(receipt("read", message=event["data"]["message"]), "receipt", "and one by ours")
    story.answered(receipt("read", message="f" * 32 + "@1.0"), "unknown_message", "none for what was never sent")

    def state(text):
        return [line.get("delivery", {}).get("state") for line in story.lines(ticket) if line["body"] == text]

    story.until(lambda: state("It left **today**.") == ["read"], "the agent sees that it was read")

    agent.command("reply", ticket, "Quiet news")
    agent.sync()
    story.until(lambda: "Quiet news" in receiver.texts(), "another reply arrives")
    agent.command("show", ticket)
    story.answered(receipt("read", message=names[-1][0]["data"]["message"]), "receipt", "and is read")

    def peeked():
        agent.sync()
        shown = agent.command("show", ticket, "--peek")
        states = [line.get("delivery", {}).get("state") for line in shown["messages"] if line["body"] == "Quiet news"]
        return states == ["read"] and not shown["ticket"]["unread"]

    story.until(peeked, "which makes the ticket unread for nobody")

    say("A receipt that comes before the answer, a lost answer, 500 and 429")
    receiver.on_message = lambda event, name: story.sender.send(receipt("delivered", external_message=name))
    agent.command("reply", ticket, "Early")
    agent.sync()
    story.until(lambda: state("Early") == ["delivered"], "the early receipt counts once the name is known")
    receiver.on_message = None
    for plan, text in [("late", "Lost answer"), (500, "Broken"), (429, "Patience")]:
        receiver.plans = [plan]
        agent.command("reply", ticket, text)
        agent.sync()
        story.until(lambda: receiver.texts().count(text) == 1 and not receiver.plans, f"{text}: it arrives")
        story.until(lambda: sum(e["data"].get("text") == text for _, _, e in receiver.requests) == 2, "at the second try")

    say("A dead letter")
    receiver.plans = [410]
    agent.command("reply", ticket, "Refused")
    agent.sync()
    story.until(lambda: state("Refused") == ["failed"], "what is refused is shown as failed")
    failed = agent.command("deliveries list")["failed"]
    story.check([entry["reason"] for entry in failed] == ["http_410"], "`deliveries` lists it with the reason")
    story.server.stop()
    asked = agent.command("deliveries resend", failed[0]["message"])
    story.check(asked["unsent"] > 0, "it is asked for again with no server there")
    story.server.start()
    agent.sync()
    story.until(lambda: "Refused" in receiver.texts(), "and arrives")
    story.check(agent.command("deliveries list")["failed"] == [], "and is listed no more")

    say("Two secrets")
    before = story.sender.secret
    changed = story.channels("rotate", "shop")
    receiver.secrets = [before, changed["secret"]]
    agent.command("reply", ticket, "Rotated")
    agent.sync()
    story.until(lambda: "Rotated" in receiver.texts(), "a message leaves during the rotation")
    story.check(receiver.unverified == 0, "signed with both secrets")
    story.answered(message("t-1", "m-old", "old"), "appended", "the old secret is taken")
    story.sender.secret = changed["secret"]
    story.answered(message("t-1", "m-new", "new"), "appended", "and the new one")
    story.channels("rotate", "shop", "--finish")
    receiver.secrets = [changed["secret"]]
    story.answered(message("t-1", "m-x", "x"), "unauthenticated", "and the old one no more", secret=before)

    say("What the channel cannot do")
    story.channels(
        "add", "shop", "--url", receiver.url, "--allow-local", "--no-edit", "--max-length", "20", "--format", "plain"
    )
    agent.sync()
    refusal = story.refused("reply", ticket, "This is longer than twenty characters.")
    story.check(refusal is not None and "20 characters" in refusal, "the composer refuses what is too long")
    sent = next(line["id"] for line in story.lines(ticket) if line["body"] == "Rotated")
    refusal = story.refused("reply", ticket, "Changed", "--edit", sent)
    story.check(refusal is not None and "cannot change" in refusal, "and an edit")
    story.channels("add", "shop", "--url", receiver.url, "--allow-local")
    agent.sync()
    story.check(story.refused("reply", ticket, "Turned", "--edit", sent) is None, "which it takes where the channel can")
    agent.sync()
    story.until(lambda: "Turned" in receiver.texts(), "and the edit reaches the channel")
    inside = story.programs.server
    for address in ("http://example.com/x", "https://user:word@example.com/", "ftp://example.com/"):
        done = subprocess.run(
            [inside, "channels", "add", str(story.server.folder), "other", "--url", address], capture_output=True
        )
        story.check(done.returncode == 2, f"{address} is no address of a channel")


def signs_and_files(story, ticket):
    say("Reactions and typing, both ways")
    receiver, agent = story.receiver, story.agent
    story.channels("add", "shop", "--url", receiver.url, "--allow-local", "--reactions", "--typing")
    agent.sync()
    line = next(line for line in story.lines(ticket) if line["body"] == "Where is my parcel?")
    agent.command("react", ticket, line["id"], "👍")
    agent.sync()
    story.until(lambda: receiver.events("reaction.added"), "a teammate's emoji reaches the channel")
    data = receiver.events("reaction.added")[-1]["data"]
    story.check(
        (data["emoji"], data["external_message"], data["author"]["name"]) == ("👍", "m-1", "Noor"),
        "on the customer's message, by name",
    )
    agent.command("react", ticket, line["id"], "👍", "--remove")
    agent.sync()
    story.until(lambda: receiver.events("reaction.removed"), "and is taken back there")
    put = reaction("t-1", "m-1", "🎉")
    story.check(fits(put, "event"), "the customer's own fits its schema")
    story.answered(put, "reacted", "the customer's emoji is taken")
    story.answered(put, "duplicate", "once")
    ours = next(line["id"] for line in story.lines(ticket) if line["body"] == "Turned")
    story.answered(reaction("t-1", ours, "❤"), "reacted", "one on our message, by our name of it, too")
    story.answered(reaction("t-1", "m-1", "🎉", is_on=False), "reacted", "and is taken back")
    story.answered(reaction("t-1", "m-1", "two words"), "malformed", "words are no emoji")
    head = story.server.head()
    writing = {"type": "typing", "data": {"external_thread": "t-1", "author": {"id": "c-1"}}}
    story.check(fits(writing, "event"), "a sign of writing fits its schema")
    story.answered(writing, "noted", "that the customer writes is noted")
    told = agent.command("typing", ticket)["told"]
    names = {"Noor"}
    story.until(
        lambda: names <= {event["data"]["author"]["name"] for event in receiver.events("typing")},
        "that a teammate writes reaches the channel, by name"
    )
    story.check(told, "and the teammate is told so")
    story.check(story.server.head() == head, "and nothing of it is in the log")
    say("Files by their address")

    def sent(name, url, result, text):
        files = [{"name": f"{name}.txt", "media_type": "text/plain", "url": url}]
        event = message("t-1", f"file-{name}", "With a file", files=files)
        story.check(fits(event, "event"), f"{name}: the event fits its schema")
        story.answered(event, result, text)

    large = receiver.address("/large", b"x" * 5_000_000)
    sent("large", large, "appended", "one of 5 MB is fetched before the answer")
    line = next(line for line in story.lines(ticket) if line.get("attachments") == ["large.txt"])
    story.check(line["body"] == "With a file", "and is there with its message")
    sent("huge", receiver.address("/huge", b"x" * 25_000_001), "too_large", "one of more than 25 MB is not")
    sent("gone", receiver.address("/gone", 404), "malformed", "one that is not there is refused")
    sent("moved", receiver.address("/moved", large), "malformed", "redirects are not followed")
    sent("busy", receiver.address("/busy", 503), "unavailable", "one that is not there just now may come again")
    sent("busy", receiver.address("/busy", b"there"), "appended", "and then does")
    for name, url in [("secrets", "http://169.254.169.254/latest"), ("local", "file:///etc/passwd")]:
        sent(name, url, "malformed", f"{url} is fetched by no channel")
    story.channels("add", "outside", "--url", "https://example.com/hook")
    channel = story.channels("add", "inside", "--url", receiver.url, "--allow-local")
    story.check(channel["capabilities"]["react"] is False, "each channel has abilities of its own")


def files_out(story, ticket, root):
    say("Out: a teammate's files")
    receiver, agent = story.receiver, story.agent
    story.channels("add", "shop", "--url", receiver.url, "--allow-local", "--max-file-bytes", "2000000")
    agent.sync()
    small, large = root / "terms.txt", root / "manual.pdf"
    small.write_bytes(b"By the end of the month.")
    large.write_bytes(random.Random(7).randbytes(1_900_000))
    story.server.stop()
    agent.command("reply", ticket, "Here they are.", "--attach", small, "--attach", large)
    story.server.start()
    agent.sync()

    def shown():
        return [event for event in receiver.events("message.created") if event["data"].get("text") == "Here they are."]

    story.until(shown, "a message with files that was written without a network reaches the channel")
    files = {file["name"]: file for file in shown()[0]["data"]["files"]}
    story.check(base64.b64decode(files["terms.txt"]["content"]) == small.read_bytes(), "a small file is in it")
    with urllib.request.urlopen(files["manual.pdf"]["url"], timeout=30) as answer:
        story.check(answer.read() == large.read_bytes(), "a large one is at its address, byte by byte")
    large.write_bytes(b"x" * 2_000_001)
    sentence = story.refused("reply", ticket, "And this.", "--attach", large)
    story.check("2000000" in (sentence or ""), "one that is larger than the channel takes is refused before it is sent")
    story.channels("add", "shop", "--url", receiver.url, "--allow-local")
    agent.sync()
    sentence = story.refused("reply", ticket, "And this.", "--attach", small)
    story.check("takes no files" in (sentence or ""), "and any, where the channel takes none")
    story.channels("add", "shop", "--url", receiver.url, "--allow-local", "--max-file-bytes", "2000000")
    agent.command("settings set", "channel.shop.files", "false")
    agent.sync()
    sentence = story.refused("reply", ticket, "And this.", "--attach", small)
    story.check("takes no files" in (sentence or ""), "or the workspace has switched them off")


def several(story):
    say("Several channels at once")
    workspace = story.sender.path.split("/")[3]
    receivers, senders = {}, {}
    for name in ("alpha", "beta", "gamma"):
        receivers[name] = Receiver("whsec_" + "A" * 32)
        secret = story.channels("add", name, "--url", receivers[name].url, "--allow-local")["secret"]
        receivers[name].secrets = [secret]
        senders[name] = Sender(story.server, workspace, name, secret)
    try:
        tickets, errors = {}, []

        def write(name):
            try:
                for number in range(10):
                    # The same names on every channel: they mean something else on each.
                    answer = senders[name].insist(message("t-1", f"m-{number}", f"{name} {number}"), f"{name}-{number}")
                    tickets[name] = answer.get("ticket", tickets.get(name))
            except Exception as error:  # the story must hear of it
                errors.append(repr(error))

        threads = [threading.Thread(target=write, args=(name,)) for name in senders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        story.check(not errors and len(set(tickets.values())) == 3, f"each has a ticket of its own {errors}")
        for name, ticket in tickets.items():
            bodies = [line["body"] for line in story.lines(ticket)]
            story.check(bodies == [f"{name} {number}" for number in range(10)], f"{name}: all its words, in order")
        status, answer = senders["alpha"].send(message("t-1", "forged", "x"), secret=senders["beta"].secret)
        story.check(status == 401, "one channel's secret opens no other")
        receivers["alpha"].plans = [500]
        for name, ticket in tickets.items():
            story.agent.command("reply", ticket, f"To {name}")
        story.agent.sync()
        for name in ("beta", "gamma"):
            story.until(lambda: receivers[name].texts() == [f"To {name}"], f"{name} gets its own reply and no other")
        story.until(lambda: receivers["alpha"].texts() == ["To alpha"], "the one that was broken gets it later", 120)
        story.check(all(r.unverified == 0 and r.invalid == 0 for r in receivers.values()), "each signed for its channel")
    finally:
        for receiver in receivers.values():
            receiver.stop()


def killed(story, kills, seed):
    say(f"A server that is killed {kills} times (seed {seed})")
    chance = random.Random(seed)
    sender, agent, receiver = story.sender, story.agent, story.receiver
    done, taken, errors = threading.Event(), {}, []
    opened = sender.send(message("k-0", "k-0", "kill 0"))[1]["ticket"]
    agent.sync()

    def write(worker):
        number = 0
        while not done.is_set():
            number += 1
            name = f"k-{worker}-{number}"
            try:
                answer = sender.insist(message(f"k-{worker}", name, f"words {name}"), f"hook-{name}")
            except Exception as error:  # the story must hear of it
                errors.append(repr(error))
                return
            taken[f"words {name}"] = answer.get("ticket")

    def reply():
        number = 0
        while not done.is_set():
            number += 1
            agent.command("reply", opened, f"answer {number}")
            replies.append(f"answer {number}")
            story.refused("sync", "now")

    replies = []
    receiver.on_message = lambda event, name: quietly(sender, receipt("delivered", message=event["data"]["message"]))
    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    threads.append(threading.Thread(target=reply))
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.2, 2.0))
        story.server.kill()
        story.server.start()
    time.sleep(1)
    done.set()
    for thread in threads:
        thread.join()
    story.check(not errors, f"nobody was refused anything {errors}")
    agent.sync()
    story.until(lambda: set(replies) <= set(receiver.texts()), f"all {len(replies)} answers arrived", 120)
    story.check(all(receiver.texts().count(text) == 1 for text in replies), "each of them under one id")
    story.until(
        lambda: all(
            line.get("delivery", {}).get("state") == "delivered"
            for line in story.lines(opened) if line["body"].startswith("answer ")
        ), "and every agent sees them delivered"
    )
    found = {}
    for ticket in {ticket for ticket in taken.values() if ticket}:
        for line in story.lines(ticket):
            found[line["body"]] = found.get(line["body"], 0) + 1
    lost = [text for text in taken if text not in found]
    doubled = [text for text, times in found.items() if times > 1]
    story.check(not lost, f"of {len(taken)} messages that were taken none is lost {lost[:3]}")
    story.check(not doubled, f"and none is there twice {doubled[:3]}")
    story.check(receiver.unverified == 0 and receiver.invalid == 0, "everything that left was signed")
    story.server.stop()
    report = story.server.command("verify")
    story.check(report["findings"] == [], "and the workspace verifies")


def quietly(sender, event):
    """A receipt that nobody hears is not sent again here: the message is asked for again."""
    while True:
        try:
            if sender.send(event)[0] in (200, 404):
                return
        except OSError:
            pass
        time.sleep(0.1)


def main():
    options = parse_kills(8)
    story = Story()

    def play(root):
        story.begin(Programs(options), root)
        try:
            ticket = inbound(story)
            outbound(story, ticket)
            signs_and_files(story, ticket)
            files_out(story, ticket, root)
            several(story)
            killed(story, options.kills, options.seed)
        except (KeyError, AssertionError, OSError) as error:
            raise Failed(f"the story broke off: {error!r}") from error
        finally:
            if story.server.process and story.server.process.poll() is None:
                story.server.kill()
            story.receiver.stop()

    return story.play(play, "check", "", keep=options.keep)


sys.exit(main())
