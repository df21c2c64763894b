"""The story that script/demo plays, and the checks at its end.

The checks do not believe the programs' own word where they can look for themselves: bytes are searched in files, and
acknowledged changes are counted in the databases.
"""

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata

from demo_channel import play_channel
from demo_inbox import is_at_terminal, open_inbox
from demo_loop import play_loop
from programs import REPOSITORY, Checks, Failed, Programs, Server, Teammate, add_options, count, read, say

SHARED, MOVED = "front-desk", "workshop"
BULK_COUNT = 40
# What a customer of the sample shop pasted and regrets.
SECRET = "quillfeather"


def sync_through_a_crash(server, teammate):
    """Begins a sync, kills the server with SIGKILL as soon as its log grows, starts it again, and ends the sync."""
    before = server.head()
    sync = subprocess.Popen(
        [server.programs.agent, "sync", "--data", str(teammate.folder), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    while server.head() == before and sync.poll() is None:
        time.sleep(0.0005)
    was_running = sync.poll() is None
    server.kill()
    rows = server.head() - before
    earlier = len(teammate.acknowledged)
    teammate.remember()
    known = len(teammate.acknowledged) - earlier
    server.start()
    sync.communicate()
    # A sync that gave up meanwhile has lost nothing: the next one goes on where it stood.
    teammate.sync()
    if not was_running:
        raise Failed("the sync was over before the server could be killed in its middle")
    return rows, known, sync.returncode


class Export:
    """Every document of the workspace as the server exports it, for choosing words and comparing texts."""

    def __init__(self, server, folder):
        shutil.rmtree(folder, ignore_errors=True)
        server.command("export", folder)
        self.documents = []
        for path in folder.glob("*.jsonl"):
            if path.name not in ("log.jsonl", "members.jsonl"):
                with open(path) as lines:
                    self.documents += [{"kind": path.stem, **json.loads(line)} for line in lines]
        shutil.rmtree(folder)

    def tickets(self):
        """Tickets by number, each with the bodies of its messages."""
        bodies = collections.defaultdict(list)
        for document in self.documents:
            if document["kind"] == "discussion":
                for message in document["document"].get("messages", []):
                    bodies[document["root"]].append((message["id"], message["fields"].get("body", "")))
        tickets = [document for document in self.documents if document["kind"] == "ticket"]
        return [
            {**ticket, "messages": bodies[ticket["root"]]} for ticket in sorted(tickets, key=lambda t: t.get("number", 0))
        ]

    def text(self, is_wanted):
        """All strings of the wanted documents, folded, on lines of their own."""
        found = []

        def collect(value):
            if isinstance(value, str):
                found.append(value.lower())
            elif isinstance(value, dict):
                for member in value.values():
                    collect(member)
            elif isinstance(value, list):
                for member in value:
                    collect(member)

        for document in self.documents:
            if is_wanted(document):
                collect(document)
        return "\n".join(found)


def words(text, length):
    return re.findall(rf"[^\W\d_]{{{length},}}", text)


def words_only_in_queue(export, queue, schema):
    """Words of the queue's messages that stand nowhere else, not even inside another word or an identifier, nor in the
    text of the database's own schema; at most 60, spread evenly."""
    rest = export.text(lambda document: document.get("scope") != f"queue:{queue}") + schema.lower()
    tickets = [ticket for ticket in export.tickets() if ticket.get("scope") == f"queue:{queue}"]
    own = "\n".join(body.lower() for ticket in tickets for _, body in ticket["messages"])
    found = sorted(word for word in set(words(own, 6)) if not any(form in rest for form in forms(word)))
    return found[:: len(found) // 60 + 1]


def word_to_erase(export, avoided):
    """A word that stands once in the whole workspace: (word, ticket, message)."""
    everything = export.text(lambda document: True)
    counts = collections.Counter(words(everything, 9))
    candidates = []
    for ticket in export.tickets():
        if ticket.get("scope") == f"queue:{SHARED}" and ticket["root"] not in avoided:
            for message, body in ticket["messages"]:
                candidates += [(word, ticket, message) for word in words(body.lower(), 9) if counts[word] == 1]
    # Without the sample shop's secret the longest word will do.
    candidates.sort(key=lambda candidate: (candidate[0] != SECRET, -len(candidate[0]), candidate[0]))
    for candidate in candidates:
        if sum(everything.count(form) for form in forms(candidate[0])) == 1:
            return candidate
    raise Failed("no message holds a word of nine letters that stands nowhere else, so none can be erased and looked for")


def forms(word):
    """The word as written, decomposed, and without accents, as an index holds it."""
    decomposed = unicodedata.normalize("NFD", word)
    return {word, decomposed, "".join(c for c in decomposed if not unicodedata.combining(c))}


def files_with(folder, wanted):
    """Which of the words stand in the bytes of which files below a folder, whatever the case of Latin letters."""
    needles = {word: [form.encode().lower() for form in forms(word)] for word in wanted}
    found, read_count = collections.defaultdict(set), 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            read_count += len(data)
            for word, forms_of_word in needles.items():
                if any(form in data for form in forms_of_word):
                    found[word].add(path)
    return found, read_count


def ticket_view(teammate, ticket):
    """A ticket as a replica shows it, without what is each reader's own."""
    shown = teammate.command("show", ticket, "--peek")
    for key in ("unread", "is_unread"):
        shown["ticket"].pop(key, None)
    return shown


def play(options, root, checks):
    programs = Programs(options)
    logs = root / "logs"
    logs.mkdir()
    server = Server(programs, root / "server", logs)
    noor = Teammate(programs, "Noor", root / "noor")
    felix = Teammate(programs, "Felix", root / "felix")
    try:
        tell(options, root, checks, server, noor, felix)
        server.stop()
        verified = server.command("verify")
        checks.check(
            verified["sound"],
            f"`conv-server verify`: {verified['rows']:,} rows and {verified['batches']:,} signatures are sound",
        )
        if is_at_terminal() and options.inbox and not checks.broken:
            open_inbox(server, noor)
    finally:
        if server.process and server.process.poll() is None:
            server.kill()


def tell(options, root, checks, server, noor, felix):
    say("A server starts, and history is poured into it.")
    server.command("init", "--name", "Hollow Road Cycles")
    server.start()
    report = server.programs.json(
        server.programs.server, "import", "--folder", server.folder, "--queue", SHARED, *options.files
    )
    say(
        f"Imported {count(report['conversations']['new'], 'conversation')} with "
        f"{count(report['messages']['new'], 'message')} and {count(report['articles']['new'], 'article')} "
        f"in {report['seconds']:.0f} s; {count(len(report['skipped']), 'record')} skipped."
    )
    again = server.programs.json(
        server.programs.server, "import", "--folder", server.folder, "--queue", SHARED, *options.files
    )
    checks.check(again["changes"] == 0, "importing the same again changes nothing")

    for teammate, role in ((noor, "administrator"), (felix, "agent")):
        invite = server.command("invite", "--role", role, "--queue", SHARED, "--queue", MOVED)
        joined = teammate.command("join", invite["link"], "--name", teammate.name)
        say(f"{teammate.name} joins by invite as {role}: {count(joined['received'], 'change')} on their machine.")

    tickets = [
        ticket
        for ticket in Export(server, root / "export").tickets()
        if len(ticket["messages"]) >= 2 and not any(SECRET in body for _, body in ticket["messages"])
    ]
    if len(tickets) < 12:
        raise Failed(f"the story needs 12 conversations with an answer; there are {len(tickets)}")
    spread = [ticket["root"] for ticket in tickets[:: len(tickets) // 12]]
    edited, going, swapped = spread[0:3], spread[3:8], spread[8]
    for index, ticket in enumerate(going):
        noor.command("move", ticket, MOVED, *(["--new"] if index == 0 else []))
    noor.sync(), felix.sync()
    say(f"Noor moves {len(going)} tickets to the new queue {MOVED}. Both are in step.")

    article, body = shared_article(noor, felix)

    say("Felix goes offline. Both work on the same three tickets and the same article.")
    written = edit_tickets(noor, felix, edited)
    noor.command("content edit", article, "-", input=f"Noor put this before it.\n\n{body}")
    felix.command("content edit", article, "-", input=f"{body}\n\nFelix put this behind it.")
    for index in range(BULK_COUNT):
        note = f"Noor counted item {index + 1} of the stock."
        noor.command("note", edited[index % 3], note)
        written.append(note)
    unsent = {teammate.name: len(teammate.command("sync why")["changes"]) for teammate in (noor, felix)}
    say(f"Unsent: {unsent['Noor']} changes of Noor's, {unsent['Felix']} of Felix's.")

    for teammate, verb in ((noor, "syncs"), (felix, "comes back and syncs")):
        rows, known, code = sync_through_a_crash(server, teammate)
        say(
            f"{teammate.name} {verb}; in the middle of it the server is killed (SIGKILL) and started again. "
            f"{count(rows, 'row')} were in the log by then, {count(known, 'own change')} known as acknowledged. "
            + ("The same sync went on to its end." if code == 0 else "The sync gave up and the next one finished.")
        )
    noor.sync(), felix.sync(), noor.sync()
    check_merge(checks, noor, felix, edited, written, article, body)

    say(f"Noor moves one more ticket from {SHARED} to {MOVED}, and one of the five back.")
    noor.command("move", swapped, MOVED)
    noor.command("move", going[0], SHARED)
    noor.sync(), felix.sync()
    for ticket, queue in ((swapped, MOVED), (going[0], SHARED)):
        views = [ticket_view(teammate, ticket) for teammate in (noor, felix)]
        number = next(t["number"] for t in tickets if t["root"] == ticket)
        checks.check(
            views[0] == views[1] and views[0]["scope"] == f"queue:{queue}" and bool(views[0]["messages"]),
            f"#{number} with its {count(len(views[0]['messages']), 'message')} is in {queue} for both",
        )
    compare_digests(checks, server, noor, felix, [f"queue:{SHARED}", f"queue:{MOVED}"])

    revoke(root, checks, server, noor, felix, going[1])
    erase(root, checks, server, noor, felix, edited)

    noor.sync(), felix.sync()
    say("Everybody is in step. Is everything where it belongs?")
    compare_digests(checks, server, noor, felix, [f"queue:{SHARED}"])
    mine, own = noor.command("sync why", "--digests")["digests"], server.digests()
    checks.check(
        mine[f"queue:{MOVED}"] == own[f"queue:{MOVED}"],
        f"Noor and the server hold the same state of {MOVED}, which Felix lost",
    )
    check_acknowledged(checks, server, noor, felix)
    check_texts(checks, Export(server, root / "export"), written)
    play_loop(root, checks, server, noor, felix, SHARED)
    play_channel(checks, server, noor, felix, SHARED)


def shared_article(noor, felix):
    """An article that both hold, made where the import brought none."""
    if not noor.command("content list")["articles"]:
        noor.command("content new", "How we count stock", "-", input="Count from the left.\n\nWrite it down.")
        noor.sync(), felix.sync()
    article = noor.command("content list")["articles"][0]["id"]
    return article, noor.command("content show", article)["body"]


def edit_tickets(noor, felix, edited):
    """Both write to the same tickets, not knowing of each other; returns the words that they wrote."""
    written = []
    for index, ticket in enumerate(edited):
        for teammate, status in ((noor, "pending"), (felix, "resolved")):
            reply = f"{teammate.name} answers number {index + 1} while the line is down."
            note = f"{teammate.name} leaves note {index + 1} for the others."
            teammate.command("reply", ticket, reply)
            teammate.command("note", ticket, note)
            teammate.command("assign", ticket, "me")
            if teammate.command("show", ticket, "--peek")["ticket"]["status"] == "resolved":
                teammate.command("status", ticket, "open")
            teammate.command("status", ticket, status)
            written += [reply, note]
    return written


def check_merge(checks, noor, felix, edited, written, article, body):
    say("Both are back in step. What became of the work that met?")
    views = [[ticket_view(teammate, ticket) for ticket in edited] for teammate in (noor, felix)]
    checks.check(views[0] == views[1], "both replicas show the three tickets alike: status, owner, messages, notes")
    shown = [message["body"] for view in views[0] for message in view["messages"]]
    whole = sum(shown.count(text) == 1 for text in written)
    checks.check(whole == len(written), f"{whole} of the {len(written)} replies and notes stand there once")
    conflicts = sum(len(view["conflicts"]) for view in views[0])
    checks.check(conflicts > 0, f"{count(conflicts, 'field')} that both had set are listed as conflicts, nothing silently")
    merged = [teammate.command("content show", article)["body"] for teammate in (noor, felix)]
    expected = f"Noor put this before it.\n\n{body}\n\nFelix put this behind it."
    checks.check(merged == [expected, expected], "the article holds both edits, and all that was there before")


def revoke(root, checks, server, noor, felix, ticket):
    export = Export(server, root / "export")
    schema = read(felix.folder / "replica.sqlite", "SELECT group_concat(sql) FROM sqlite_master")[0][0]
    wanted = words_only_in_queue(export, MOVED, schema)
    before, _ = files_with(felix.folder, wanted)
    telling = sorted(before)
    checks.check(len(telling) > 0, f"{len(telling)} words of {MOVED} and of nowhere else are in Felix's files now")
    felix.command("note", ticket, "Felix had not sent this yet.")
    server.command("revoke", felix.name, MOVED)
    felix.sync()
    after, byte_count = files_with(felix.folder, telling)
    say(f"The queue {MOVED} is taken from Felix, who has an unsent note there. His next contact purges it.")
    names = sorted({path.name for paths in after.values() for path in paths})
    checks.check(
        not after,
        f"{len(after)} of these {len(telling)} words are left in {byte_count:,} bytes of Felix's files {' '.join(names)}".rstrip(),
    )
    tickets = felix.command("tickets", f"queue:{MOVED}")["tickets"]
    checks.check(tickets == [], f"his list shows {count(len(tickets), 'ticket')} of {MOVED}")
    drafts = json.dumps(felix.command("drafts")["drafts"])
    checks.check("Felix had not sent this yet." in drafts, "his unsent note was rescued as a draft")
    noor_has, _ = files_with(noor.folder, telling)
    checks.check(len(noor_has) == len(telling), f"Noor still has all {len(telling)} of them")


def erase(root, checks, server, noor, felix, avoided):
    word, ticket, message = word_to_erase(Export(server, root / "export"), set(avoided))
    folders = {"the server": server.folder, "Noor": noor.folder, "Felix": felix.folder}
    before = [name for name, folder in folders.items() if files_with(folder, [word])[0]]
    checks.check(len(before) == 3, f"a word of #{ticket['number']} that stands nowhere else is in the files of {len(before)} of 3")
    server.command("erase", message, "--reason", "leaked_secret")
    noor.sync(), felix.sync()
    server.digests()
    say("The message with it is erased, and both sync.")
    found, byte_count = files_with(root, [word])
    names = sorted(str(path.relative_to(root)) for paths in found.values() for path in paths)
    checks.check(not found, f"it is left in {len(names)} files of {byte_count:,} bytes in all {' '.join(names)}".rstrip())
    for teammate in (noor, felix):
        shown = next(m for m in ticket_view(teammate, ticket["root"])["messages"] if m["id"] == message)
        checks.check(shown["erased"] and word not in shown["body"].lower(), f"{teammate.name} sees that it was erased")


def compare_digests(checks, server, noor, felix, queues):
    scopes = ["directory", "ws", *queues]
    digests = [teammate.command("sync why", "--digests")["digests"] for teammate in (noor, felix)] + [server.digests()]
    for scope in scopes:
        values = [digest.get(scope) for digest in digests]
        checks.check(
            None not in values and len(set(values)) == 1,
            f"{scope}: Noor, Felix and the server hold the same state ({str(values[0])[:12]}…)",
        )


def check_acknowledged(checks, server, noor, felix):
    for teammate in (noor, felix):
        rows = server.log(
            """
            SELECT number FROM log WHERE row_kind IN (0, 2) AND code IS NULL
            AND actor = (SELECT id FROM actor WHERE actor = ?)
            """,
            teammate.actor,
        )
        held = collections.Counter(number for (number,) in rows)
        missing = [number for number in teammate.acknowledged if held[number] != 1]
        checks.check(
            not missing and bool(teammate.acknowledged),
            f"all {len(teammate.acknowledged)} acknowledged changes of {teammate.name}'s are in the log once"
            if not missing else f"{len(missing)} acknowledged changes of {teammate.name}'s are not in the log once",
        )
    head, rows = server.log("SELECT (SELECT head FROM workspace), count(*) FROM log")[0]
    checks.check(head == rows, f"the log has {count(rows, 'row')} and no gap")


def check_texts(checks, export, written):
    bodies = collections.Counter(body for ticket in export.tickets() for _, body in ticket["messages"])
    whole = sum(bodies[text] == 1 for text in written)
    checks.check(whole == len(written), f"{whole} of {len(written)} replies and notes of the story are in the export once")


def parse():
    parser = argparse.ArgumentParser(prog="script/demo")
    add_options(parser)
    parser.add_argument("--import", dest="files", nargs="+", metavar="FILE", help="your own conversations")
    parser.add_argument("--keep", action="store_true", help="leave the folder of the run")
    parser.add_argument("--no-inbox", dest="inbox", action="store_false", help="end without the inbox at a terminal too")
    options = parser.parse_args()
    if not options.files:
        options.files = [REPOSITORY / "Samples" / "shop" / part for part in ("conversations", "articles", "guidance")]
    for file in options.files:
        if not os.path.exists(file):
            parser.error(f"{file} does not exist")
    return options


def main():
    options, checks = parse(), Checks()
    return checks.play(
        lambda root: play(options, root, checks), "check", ": nothing was lost, and nothing stayed where it had to go",
        options.keep,
    )


if __name__ == "__main__":
    sys.exit(main())
