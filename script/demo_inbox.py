"""The end of script/demo at a terminal: the inbox with the story's tickets in it, while a page with the widget is open."""

import subprocess
import sys

from programs import say


def is_at_terminal():
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_inbox(server, noor):
    """Serves the workspace again, says where the sample page is, and gives the terminal to the inbox until it is left."""
    server.start()
    noor.command("settings set", "widget.sample", "true")
    noor.sync()
    print(f"""
The server is still there. Open this page, write into its widget, and see the assistant or Noor answer:

    http://127.0.0.1:{server.port}/widget/sample

"When is the Sunday workshop open?" has an answer among the articles; "A person, please" is handed over.
Enter opens Noor's inbox, with the tickets of the story; ? there lists the keys, q ends it and the demo.""", flush=True)
    try:
        input()
        subprocess.run([server.programs.agent, "workspace", "--data", str(noor.folder)], check=False)
    except (KeyboardInterrupt, EOFError):
        print()
    server.stop()
    say("The inbox is closed and the server has ended.")
