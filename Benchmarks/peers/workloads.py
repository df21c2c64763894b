"""Workloads of the peers, one a process: python3 workloads.py PEER WORKLOAD TRACE. Prints one JSON object.

The peers are the unmodified wheels of PyPI: pycrdt (Yrs), loro (Loro), automerge (Automerge 2, which has no call for
more than one letter, so its texts are written letter by letter). Each commits once a patch, and end contents are checked.
"""
import ctypes
import gzip
import json
import random
import sys
from time import perf_counter_ns as now

SUBJECT = "Cannot reset the password after update"
BODY = "Hello, since the last update the reset link gives a 404. Please help."


def heap_bytes():
    class Info(ctypes.Structure):
        _fields_ = [(name, ctypes.c_size_t) for name in "arena ord sm hblks hblkhd usm fsm uord ford keep".split()]

    call = ctypes.CDLL("libc.so.6").mallinfo2
    call.restype = Info
    info = call()
    return info.uord + info.hblkhd


def milliseconds(since):
    return (now() - since) / 1e6


class Trace:
    def __init__(self, path):
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8") as file:
            data = json.load(file)
        self.is_concurrent = data.get("kind") == "concurrent"
        self.end = data["endContent"]
        self.transactions = [
            (t.get("agent", 0), t.get("parents", [i - 1] if i else []), [tuple(p[:3]) for p in t["patches"]])
            for i, t in enumerate(data["txns"])
        ]
        self.patches = [patch for _, _, patches in self.transactions for patch in patches]


class Yrs:
    def __init__(self):
        from importlib.metadata import version
        import pycrdt._pycrdt as core

        self.core, self.version = core, "pycrdt " + version("pycrdt")

    def new(self, client=None):
        document = self.core.Doc(client, False, None)
        transaction = document.create_transaction()
        text = document.get_or_insert_text(transaction, "t")
        transaction.commit()
        transaction.drop()
        return document, text

    def edit(self, handle, patches):
        document, text = handle
        transaction = document.create_transaction()
        for position, deleted, inserted in patches:
            if deleted:
                text.remove_range(transaction, position, deleted)
            if inserted:
                text.insert(transaction, position, inserted)
        transaction.commit()
        transaction.drop()

    def observe(self, handle, updates):
        return handle[0].observe(lambda event: updates.append(event.update))

    def unobserve(self, subscription):
        subscription.drop()

    def update_of(self, handle, patches):
        updates = []
        subscription = self.observe(handle, updates)
        self.edit(handle, patches)
        subscription.drop()
        return updates[0]

    def apply(self, handle, update):
        transaction = handle[0].create_transaction()
        handle[0].apply_update(transaction, update)
        transaction.commit()
        transaction.drop()

    def text(self, handle):
        transaction = handle[0].create_transaction()
        content = handle[1].get_string(transaction)
        transaction.drop()
        return content

    def encode(self, handle):
        transaction = handle[0].create_transaction()
        data = handle[0].get_update(transaction, b"\x00")
        transaction.drop()
        return data

    encode_readable = encode

    def load(self, data):
        handle = self.new()
        self.apply(handle, data)
        return handle

    def ticket(self, index):
        document = self.core.Doc(index + 1, False, None)
        t = document.create_transaction()
        fields = document.get_or_insert_map(t, "f")
        body = document.get_or_insert_text(t, "body")
        messages = document.get_or_insert_array(t, "msgs")
        for key, value in (("subject", SUBJECT), ("status", "open"), ("assignee", "none"), ("priority", 2)):
            fields.insert(t, key, value)
        fields.insert(t, "created", 1700000000 + index)
        t.commit()
        t.drop()
        t = document.create_transaction()
        body.insert(t, 0, BODY)
        messages.insert(t, 0, "I can confirm this one")
        messages.insert(t, 1, "A fix is on its way")
        t.commit()
        t.drop()
        t = document.create_transaction()
        fields.insert(t, "status", "closed")
        fields.insert(t, "assignee", "agent7")
        t.commit()
        t.drop()
        return document, body

    def sets(self, keys):
        document = self.core.Doc(1, False, None)
        t = document.create_transaction()
        fields = document.get_or_insert_map(t, "m")
        t.commit()
        t.drop()
        for index, key in enumerate(keys):
            t = document.create_transaction()
            fields.insert(t, key, index)
            t.commit()
            t.drop()
        return document, None

    def marks(self, handle, ranges, keys):
        document, text = handle
        for index, (start, end) in enumerate(ranges):
            t = document.create_transaction()
            text.format(t, start, end - start, iter([(keys[index % 4], True)]))
            t.commit()
            t.drop()

    def cursors(self, handle, offsets):
        document, text = handle
        t = document.create_transaction()
        made = [text.sticky_index(t, offset, 0) for offset in offsets]
        start = now()
        for cursor in made:
            cursor.get_offset(t)
        elapsed = now() - start
        t.drop()
        return elapsed


class Loro:
    def __init__(self):
        from importlib.metadata import version
        import loro

        self.loro, self.version = loro, "loro " + version("loro")

    def new(self, client=None):
        document = self.loro.LoroDoc()
        if client is not None:
            document.peer_id = client
        return document, document.get_text("t")

    def edit(self, handle, patches):
        document, text = handle
        for position, deleted, inserted in patches:
            if deleted:
                text.delete(position, deleted)
            if inserted:
                text.insert(position, inserted)
        document.commit()

    def observe(self, handle, updates):
        def keep(update):
            updates.append(update)
            return True

        return handle[0].subscribe_local_update(keep)

    def unobserve(self, subscription):
        subscription.unsubscribe()

    def update_of(self, handle, patches):
        version = handle[0].oplog_vv
        self.edit(handle, patches)
        return handle[0].export(self.loro.ExportMode.Updates(version))

    def apply(self, handle, update):
        handle[0].import_(update)

    def text(self, handle):
        return handle[1].to_string()

    def encode(self, handle):
        return handle[0].export(self.loro.ExportMode.Updates(self.loro.VersionVector()))

    def encode_readable(self, handle):
        return handle[0].export(self.loro.ExportMode.Snapshot())

    def load(self, data):
        document = self.loro.LoroDoc()
        document.import_(data)
        return document, document.get_text("t")

    def ticket(self, index):
        document = self.loro.LoroDoc()
        document.peer_id = index + 1
        fields, body, messages = document.get_map("f"), document.get_text("body"), document.get_list("msgs")
        for key, value in (("subject", SUBJECT), ("status", "open"), ("assignee", "none"), ("priority", 2)):
            fields.insert(key, value)
        fields.insert("created", 1700000000 + index)
        document.commit()
        body.insert(0, BODY)
        messages.push("I can confirm this one")
        messages.push("A fix is on its way")
        document.commit()
        fields.insert("status", "closed")
        fields.insert("assignee", "agent7")
        document.commit()
        return document, body

    def sets(self, keys):
        document = self.loro.LoroDoc()
        fields = document.get_map("m")
        for index, key in enumerate(keys):
            fields.insert(key, index)
            document.commit()
        return document, None

    def marks(self, handle, ranges, keys):
        handle[0].config_default_text_style(self.loro.ExpandType.After)
        for index, (start, end) in enumerate(ranges):
            handle[1].mark(start, end, keys[index % 4], True)
            handle[0].commit()

    def cursors(self, handle, offsets):
        made = [handle[1].get_cursor(offset, self.loro.Side.Left) for offset in offsets]
        start = now()
        for cursor in made:
            handle[0].get_cursor_pos(cursor)
        return now() - start

    def undo(self, patches):
        handle = self.new(3)
        manager = self.loro.UndoManager(handle[0])
        manager.set_merge_interval(0)
        for patch in patches:
            self.edit(handle, [patch])
        start, steps = now(), 0
        while steps < 1000 and manager.undo():
            steps += 1
        return (now() - start) / 1e3 / max(1, steps)


class Automerge:
    def __init__(self):
        from importlib.metadata import version
        import automerge.core as core

        self.core, self.version = core, "automerge " + version("automerge")

    def new(self, client=None):
        document = self.core.Document()
        with document.transaction() as transaction:
            text = transaction.put_object(self.core.ROOT, "t", self.core.ObjType.Text)
        return document, text

    def edit(self, handle, patches):
        document, text = handle
        with document.transaction() as transaction:
            for position, deleted, inserted in patches:
                for _ in range(deleted):
                    transaction.delete(text, position)
                for index, letter in enumerate(inserted):
                    transaction.insert(text, position + index, self.core.ScalarType.Str, letter)

    def ticket(self, index):
        core = self.core
        document = core.Document()
        with document.transaction() as t:
            fields = t.put_object(core.ROOT, "f", core.ObjType.Map)
            for key, value in (("subject", SUBJECT), ("status", "open"), ("assignee", "none")):
                t.put(fields, key, core.ScalarType.Str, value)
            t.put(fields, "priority", core.ScalarType.Int, 2)
            t.put(fields, "created", core.ScalarType.Int, 1700000000 + index)
        with document.transaction() as t:
            body = t.put_object(core.ROOT, "body", core.ObjType.Text)
            for position, letter in enumerate(BODY):
                t.insert(body, position, core.ScalarType.Str, letter)
            messages = t.put_object(core.ROOT, "msgs", core.ObjType.List)
            t.insert(messages, 0, core.ScalarType.Str, "I can confirm this one")
            t.insert(messages, 1, core.ScalarType.Str, "A fix is on its way")
        with document.transaction() as t:
            t.put(fields, "status", core.ScalarType.Str, "closed")
            t.put(fields, "assignee", core.ScalarType.Str, "agent7")
        return document, body

    def sets(self, keys):
        document = self.core.Document()
        with document.transaction() as t:
            fields = t.put_object(self.core.ROOT, "m", self.core.ObjType.Map)
        for index, key in enumerate(keys):
            with document.transaction() as t:
                t.put(fields, key, self.core.ScalarType.Int, index)
        return document, None

    def marks(self, handle, ranges, keys):
        for index, (start, end) in enumerate(ranges):
            with handle[0].transaction() as t:
                t.mark(
                    handle[1], start, end, keys[index % 4], self.core.ScalarType.Boolean, True,
                    self.core.ExpandMark.After,
                )

    def text(self, handle):
        return handle[0].text(handle[1])

    def encode(self, handle):
        return handle[0].save()

    encode_readable = encode

    def load(self, data):
        document = self.core.Document.load(data)
        text = document.get(self.core.ROOT, "t")
        return document, text and text[1]


def sequential(peer, trace):
    handle = peer.new(1)
    start = now()
    for patch in trace.patches:
        peer.edit(handle, (patch,))
    found = {"seq_ms": milliseconds(start)}
    assert peer.text(handle) == trace.end, "end content"
    found["full_kib"] = len(peer.encode(handle)) / 1024
    readable = peer.encode_readable(handle)
    times = []
    for _ in range(3):
        start = now()
        assert peer.text(peer.load(readable)) == trace.end, "loaded content"
        times.append(milliseconds(start))
    found["open_ms"] = sorted(times)[1]
    return found


def emitting(peer, trace):
    handle, updates = peer.new(1), []
    subscription = peer.observe(handle, updates)
    start = now()
    for patch in trace.patches:
        peer.edit(handle, (patch,))
    elapsed = milliseconds(start)
    peer.unobserve(subscription)
    return {"emit_ms": elapsed, "emit_bytes": sum(map(len, updates)) / len(updates)}


def concurrent_updates(peer, trace, copies):
    """Every transaction as the peer's own update; copies are glued end to end."""
    count = len(trace.transactions)
    ancestors = [0] * count
    for index, (_, parents, _) in enumerate(trace.transactions):
        for parent in parents:
            ancestors[index] |= ancestors[parent] | 1 << parent
    everything = (1 << count) - 1
    handles, updates = {}, []
    for copy in range(copies):
        known, base = {}, copy * count
        for index, (agent, _, patches) in enumerate(trace.transactions):
            if agent not in handles:
                handles[agent] = peer.new(agent + 1)
            deliver(peer, handles[agent], updates, base, ancestors[index] & ~known.get(agent, 0))
            updates.append(peer.update_of(handles[agent], patches) if patches else None)
            known[agent] = ancestors[index] | 1 << index
        for agent, handle in handles.items():
            deliver(peer, handle, updates, base, everything & ~known.get(agent, 0))
    return [update for update in updates if update]


def deliver(peer, handle, updates, base, needed):
    while needed:
        lowest = needed & -needed
        update = updates[base + lowest.bit_length() - 1]
        if update:
            peer.apply(handle, update)
        needed ^= lowest


def live(peer, trace, copies=1):
    updates = concurrent_updates(peer, trace, copies)
    handle = peer.new(999)
    start = now()
    for update in updates:
        peer.apply(handle, update)
    found = {"live_us": (now() - start) / 1e3 / len(updates)}
    assert len(peer.text(handle)) == len(trace.end) * copies, "end content"
    data = peer.encode(handle)
    start = now()
    text = peer.text(peer.load(data))
    found["merge_ms"] = milliseconds(start)
    assert text == peer.text(handle), "loaded content"
    return found


def small(peer, count=20000):
    for index in range(200):
        peer.ticket(index)
    start = now()
    for index in range(count):
        peer.ticket(index)
    found = {"create_us": (now() - start) / 1e3 / count}
    blobs = [peer.encode_readable(peer.ticket(index)) for index in range(count)]
    found["ticket_bytes"] = sum(map(len, blobs)) / count
    start = now()
    for blob in blobs:
        peer.load(blob)
    found["load_us"] = (now() - start) / 1e3 / count
    before = heap_bytes()
    kept = [peer.load(blob) for blob in blobs]
    found["ticket_heap"] = (heap_bytes() - before) / count
    del kept
    return found


def sets(peer, count=100000):
    keys = [f"key{index % 1000}" for index in range(count)]
    start = now()
    handle = peer.sets(keys)
    return {"set_ns": (now() - start) / count, "set_bytes": len(peer.encode_readable(handle)) / count}


def features(peer, trace):
    numbers = random.Random(5)
    base = trace.end
    starts = [numbers.randrange(len(base) - 70) for _ in range(2000)]
    ranges = [(start, min(len(base), start + numbers.randint(3, 60))) for start in starts]
    handle = peer.new(1)
    peer.edit(handle, [(0, 0, base)])
    start = now()
    peer.marks(handle, ranges, ["bold", "italic", "link", "comment"])
    found = {"mark_us": (now() - start) / 1e3 / len(ranges)}
    offsets = [numbers.randrange(len(base)) for _ in range(10000)]
    if hasattr(peer, "cursors"):
        found["cursor_us"] = peer.cursors(handle, offsets) / 1e3 / len(offsets)
    if hasattr(peer, "undo"):
        found["undo_us"] = peer.undo(trace.patches[:5000])
    return found


def main():
    peer = {"yrs": Yrs, "loro": Loro, "automerge": Automerge}[sys.argv[1]]()
    workload = sys.argv[2]
    trace = Trace(sys.argv[3]) if len(sys.argv) > 3 else None
    found = {
        "seq": lambda: sequential(peer, trace),
        "emit": lambda: emitting(peer, trace),
        "live": lambda: live(peer, trace),
        "merge": lambda: live(peer, trace, int(sys.argv[4])),
        "small": lambda: small(peer),
        "map": lambda: sets(peer),
        "features": lambda: features(peer, trace),
    }[workload]()
    print(json.dumps({"version": peer.version, **found}))


if __name__ == "__main__":
    main()
