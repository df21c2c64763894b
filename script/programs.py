"""The two programs as scripts run them: a server with its folder, teammates with theirs, and checks that are counted.

Python's standard library only.
"""

import argparse
import json
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

STARTED = time.monotonic()
REPOSITORY = pathlib.Path(__file__).resolve().parent.parent


class Failed(Exception):
    """Something that the story needs did not happen; the text says what."""


def say(text):
    print(f"[{time.monotonic() - STARTED:5.0f} s] {text}", flush=True)


def count(number, word):
    return f"{number:,} {word}" + ("" if number == 1 else "s")


class Checks:
    """What was checked, and what of it does not hold."""

    def __init__(self):
        self.held, self.broken = 0, []

    def check(self, holds, text):
        print(f"          {'ok    ' if holds else 'FAILED'} {text}", flush=True)
        self.note(holds, text)

    def note(self, holds, text):
        if holds:
            self.held += 1
        else:
            self.broken.append(text)

    def play(self, story, noun, moral, keep=False):
        """Plays a story in a folder of its own, which is gone afterwards; 0 when all that it checked holds, else 1."""
        root = pathlib.Path(tempfile.mkdtemp(prefix="conversations-"))
        try:
            story(root)
        except Failed as failure:
            self.broken.append(str(failure))
            say(f"Stopped: {failure}")
        finally:
            if keep:
                say(f"The folder of this run: {root}")
            else:
                shutil.rmtree(root, ignore_errors=True)
        if self.broken:
            say(f"FAILED: {count(len(self.broken), noun)} of {self.held + len(self.broken)} did not hold.")
            return 1
        say(f"All {self.held} {noun}s hold{moral}.")
        return 0


def add_options(parser):
    """The options that say which programs are run."""
    parser.add_argument("--release", action="store_true", help="build and run optimised programs")
    parser.add_argument("--binaries", help="run the programs of this folder, and build none")


def parse_kills(kills):
    """The options of a check that kills the server at random moments: how often, and from which seed."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    parser.add_argument("--kills", type=int, default=kills, help="how often the server is killed")
    parser.add_argument("--seed", type=int, help="what a run printed, to play it again")
    parser.add_argument("--keep", action="store_true", help="leave the folder of the run")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 31)
    return options


class Programs:
    """Runs the two programs and reads their JSON; builds them first unless the options name a folder with them."""

    def __init__(self, options):
        folder = options.binaries or self.built(options.release)
        self.server, self.agent = f"{folder}/conv-server", f"{folder}/conv-agent"

    @staticmethod
    def built(optimised):
        arguments = ["--release"] if optimised else []
        done = subprocess.run([REPOSITORY / "script" / "build", *arguments], stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Failed("the programs could not be built; the compiler says why above")
        return done.stdout.strip()

    def json(self, *command, input=None):
        # Progress goes to standard error, which stays the terminal's.
        done = subprocess.run([*map(str, command), "--json"], stdout=subprocess.PIPE, input=input, text=True)
        if done.returncode != 0:
            raise Failed(f"`{pathlib.Path(command[0]).name} {command[1]}` ended with {done.returncode}; it says why above")
        return json.loads(done.stdout)


class Server:
    """A workspace's folder and the process that serves it."""

    def __init__(self, programs, folder, logs):
        self.programs, self.folder, self.logs, self.process = programs, folder, logs, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def command(self, name, *arguments):
        return self.programs.json(self.programs.server, name, self.folder, *arguments)

    def start(self):
        with open(self.logs / "server.log", "a") as log:
            self.process = subprocess.Popen(
                [self.programs.server, "run", str(self.folder), "--listen", f"127.0.0.1:{self.port}", "--json"],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )
        if not self.process.stdout.readline():
            text = (self.logs / "server.log").read_text()
            raise Failed(f"the server did not start:\n{text}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed("the server did not end within 30 s of SIGTERM") from None

    def log(self, sql, *arguments):
        return read(self.folder / "log.sqlite", sql, *arguments)

    def head(self):
        return self.log("SELECT head FROM workspace")[0][0]

    def digests(self):
        """The digests of the server's own replica, once it has caught up with its log."""
        for _ in range(100):
            report = self.command("status", "--digests")
            if report["status"]["replica_sequence"] == report["status"]["head"]:
                return report["digests"]
            time.sleep(0.2)
        raise Failed("the server's own replica did not catch up with its log")


class Teammate:
    """One member with a replica, driven through conv-agent."""

    def __init__(self, programs, name, folder):
        self.programs, self.name, self.folder = programs, name, folder
        # Numbers of own changes that the server has acknowledged, as far as this replica was ever told.
        self.acknowledged = set()

    def command(self, name, *arguments, input=None):
        words = name.split()
        return self.programs.json(
            self.programs.agent, *words, *arguments, "--data", self.folder, input=input
        )

    def sync(self):
        report = self.command("sync now")
        self.remember()
        return report

    def remember(self):
        """Notes what is acknowledged by now: accepted or acknowledged rows of the own actor."""
        rows = read(
            self.folder / "replica.sqlite",
            """
            SELECT number FROM change WHERE state IN (0, 3)
            AND actor = (SELECT id FROM actor WHERE actor = (SELECT actor FROM replica))
            """,
        )
        self.acknowledged |= {number for (number,) in rows}

    @property
    def actor(self):
        return read(self.folder / "replica.sqlite", "SELECT actor FROM replica")[0][0]


def read(database, sql, *arguments):
    """Rows of a database that other processes use; the connection is gone afterwards, so that it holds nothing open."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute(sql, arguments).fetchall()
    finally:
        connection.close()
