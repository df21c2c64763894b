#!/usr/bin/env python3
"""Computes expected.json, the plain facts of a folder of conversation files, without the hub.

    Samples/shop/facts.py [FOLDER]            writes FOLDER/expected.json (default: conversations beside this file)
    Samples/shop/facts.py --check [FOLDER]    exits 1 when FOLDER/expected.json says anything else
"""

import collections
import datetime
import json
import pathlib
import re
import sys

SEARCH_WORDS = ["battery", "quillfeather", "batterie", "accu", "rückruf", "sw", "today"]


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(datetime.timezone.utc)


def spread(seconds):
    """Count, median and 90th percentile, both the value at index floor(p * n) of the ascending list."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    return {"n": len(ordered), "median": ordered[len(ordered) // 2], "p90": ordered[9 * len(ordered) // 10]}


def final_state(messages):
    if all(message["author"]["role"] == "customer" for message in messages):
        return "no_reply"
    return "last_from_" + messages[-1]["author"]["role"]


def facts(folder):
    conversations = lines(folder / "conversations.jsonl")
    events = lines(folder / "events.jsonl")
    threads = collections.defaultdict(list)
    for event in events:
        threads[event["conversation"]].append(event)
    replies, resolutions = {}, []
    for conversation in conversations:
        messages = threads[conversation["id"]]
        start = instant(messages[0]["at"])
        answers = [message for message in messages if message["author"]["role"] == "teammate"]
        if answers:
            replies[conversation["id"]] = (instant(answers[0]["at"]) - start).total_seconds()
        for message in messages:
            if message["message"] == conversation["labels"]["solution_message"]:
                resolutions.append((instant(message["at"]) - start).total_seconds())

    def count(values):
        return dict(collections.Counter(values).most_common())

    def containing(word):
        found = []
        for conversation in conversations:
            text = [conversation["subject"]] + [message["text"] for message in threads[conversation["id"]]]
            if word in re.findall(r"\w+", "\n".join(text).casefold()):
                found.append(conversation["id"])
        return found

    by_channel = collections.defaultdict(list)
    for conversation in conversations:
        if conversation["id"] in replies:
            by_channel[conversation["channel"]].append(replies[conversation["id"]])
    labels = [conversation["labels"] for conversation in conversations]
    teammates = [event["author"]["id"] for event in events if event["author"]["role"] == "teammate"]
    return {
        "conversations": len(conversations),
        "messages": len(events),
        "by_channel": count(conversation["channel"] for conversation in conversations),
        "by_topic": count(label["topic"] for label in labels),
        "by_locale": count(conversation["locale"] for conversation in conversations),
        "by_month": dict(sorted(count(instant(c["opened_at"]).strftime("%Y-%m") for c in conversations).items())),
        "spam": sum(label["spam"] for label in labels),
        "locked": sum(label["locked"] for label in labels),
        "solved": sum(label["solved"] is True for label in labels),
        "solved_unknown": sum(label["solved"] is None for label in labels),
        "final_state": count(final_state(threads[conversation["id"]]) for conversation in conversations),
        "first_teammate_reply_seconds": spread(replies.values())
        | {channel: spread(values) for channel, values in sorted(by_channel.items())},
        "resolution_seconds_marked_solution": spread(resolutions),
        # A conversation that no teammate ever answered has breached as well.
        "sla_first_reply_24h_breached": len(conversations) - sum(seconds <= 86400 for seconds in replies.values()),
        "top_teammates_by_messages": [list(pair) for pair in collections.Counter(teammates).most_common()],
        "percentile_rule": "value at index floor(p*n) of the ascending list",
        "search_terms": {word: containing(word) for word in SEARCH_WORDS},
        "search_rule": "case-folded whole word (regex \\w+) in subject or any message text",
    }


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    folders = [argument for argument in arguments if argument != "--check"]
    folder = pathlib.Path(folders[0]) if folders else pathlib.Path(__file__).parent / "conversations"
    computed = facts(folder)
    target = folder / "expected.json"
    if not check:
        target.write_text(json.dumps(computed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    stated = json.loads(target.read_text(encoding="utf-8"))
    differing = [key for key in computed if stated.get(key) != computed[key]]
    for key in differing:
        print(f"{target}: {key} differs from what the conversations say", file=sys.stderr)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
