"""Compares what a replica says about imported conversations with facts that were computed without the hub."""

import argparse
import json
import pathlib
import sys

from programs import REPOSITORY, Checks, Programs, Server, Teammate, add_options, count, say

# What a file of facts says about itself, and what the hub keeps no figure of: whether the source knew an ending.
REMARKS = {"licence", "source", "note", "notes", "percentile_rule", "search_rule", "solved_unknown"}


class Facts(Checks):
    """Prints facts with what was found, and remembers those that do not hold."""

    def compare(self, name, expected, found):
        holds = expected == found
        print(f"{'✓' if holds else '✗'} {name}: {shown(expected)}" + ("" if holds else f", but found {shown(found)}"))
        self.note(holds, name)


def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "…"


def by_name(facts, name, expected, found):
    """Compares counts by name, one fact each, none missing on either side."""
    for key in sorted(expected.keys() | found.keys()):
        facts.compare(f"{name} {key}", expected.get(key, 0), found.get(key, 0))


def durations(facts, name, expected, found):
    """Compares n, median and p90 in all, and by channel where the facts tell channels apart."""
    for key, value in expected.items():
        if isinstance(value, dict):
            durations(facts, f"{name} on {key}", value, {"all": found["by_channel"].get(key, {})})
        else:
            figure = {"n": "n", "median": "median_seconds", "p90": "p90_seconds"}[key]
            facts.compare(f"{name} {key}", value, found["all"].get(figure))


def compare(facts, expected, teammate):
    figures = teammate.command("stats", "--percentile-rule", "floor")
    for name, value in expected.items():
        match name:
            case "conversations" | "messages" | "participants" | "spam" | "locked" | "solved":
                facts.compare(name, value, figures[name])
            case "by_channel" | "by_topic" | "by_locale" | "by_month" | "final_state":
                by_name(facts, name, value, figures[name])
            case "first_teammate_reply_seconds":
                durations(facts, name, value, figures["first_teammate_reply"])
            case "resolution_seconds_marked_solution":
                durations(facts, name, value, figures["resolution"])
            case "sla_first_reply_24h_breached":
                facts.compare(name, value, figures["late_replies"])
            case "escalated" | "contained":
                total = teammate.command("tickets", "is:escalated", "--limit", 0)["total"]
                facts.compare(name, value, total if name == "escalated" else figures["conversations"] - total)
            case "top_teammates_by_messages":
                found = [[mate["id"], mate["messages"]] for mate in figures["teammates"]]
                for place, pair in enumerate(value):
                    facts.compare(f"{name} {place + 1}", pair, found[place] if place < len(found) else None)
            case "search_terms":
                for word, conversations in value.items():
                    found = teammate.command("search", f'"{word}"', "--limit", 100_000)["tickets"]
                    names = sorted(ticket["conversation"] for ticket in found)
                    facts.compare(f"conversations with {word}", sorted(conversations), names)
            case _ if name not in REMARKS:
                facts.compare(name, value, None)


def check(options, root, facts):
    expected = json.loads(options.facts.read_text(encoding="utf-8"))
    files = sorted(path for path in options.folder.iterdir() if path.suffix in (".jsonl", ".mbox", ".eml"))
    programs = Programs(options)
    server = Server(programs, root / "server", root)
    server.command("init", "--name", "Facts")
    reports = [programs.json(programs.server, "import", "--folder", server.folder, *files) for _ in range(2)]
    say(f"Imported {count(reports[0]['messages']['new'], 'message')} in {reports[0]['seconds']:.0f} s.")
    facts.compare("changes of a second import", 0, reports[1]["changes"])
    facts.compare("refused changes", 0, reports[0]["refused"])
    server.start()
    try:
        teammate = Teammate(programs, "Noor", root / "noor")
        invite = server.command("invite", "--role", "administrator")
        joined = teammate.command("join", invite["link"], "--name", teammate.name)
        say(f"A teammate joined: {count(joined['received'], 'change')} on their machine.")
        teammate.sync()
        compare(facts, expected, teammate)
    finally:
        server.stop()


def parse():
    parser = argparse.ArgumentParser(prog="script/check-facts")
    add_options(parser)
    parser.add_argument("folder", type=pathlib.Path, nargs="?", help="the folder that is imported; the sample shop's")
    parser.add_argument("facts", type=pathlib.Path, nargs="?", help="FOLDER/expected.json when not given")
    options = parser.parse_args()
    options.folder = options.folder or REPOSITORY / "Samples" / "shop" / "conversations"
    options.facts = options.facts or options.folder / "expected.json"
    if not options.facts.is_file():
        parser.error(f"{options.facts} does not exist")
    return options


def main():
    options, facts = parse(), Facts()
    return facts.play(lambda root: check(options, root, facts), "fact", "")


if __name__ == "__main__":
    sys.exit(main())
