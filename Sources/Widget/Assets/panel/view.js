// The panel as the visitor sees it: a dialog with a log, a composer and a line that says how things stand.

class View {
  constructor(context, actions) {
    const { words, limits } = context.settings;
    Object.assign(this, { context, actions, words, limits, nodes: new Map(), files: [], isOpen: false });
    this.log = element("div", {
      className: "log", role: "log", "aria-live": "polite", "aria-label": words.log, tabIndex: 0,
      onscroll: () => this.log.scrollTop < 60 && actions.older(),
    });
    this.older = element(
      "p", { className: "actions", hidden: true },
      element("button", { type: "button", onclick: () => actions.older() }, words.older),
    );
    this.typing = element("p", { className: "typing", role: "status" });
    this.standing = element("p", { className: "standing", role: "status" });
    this.text = element("textarea", {
      id: "text", rows: 2, enterKeyHint: "send", oninput: () => this.wrote(), onkeydown: (event) => this.pressed(event),
    });
    this.chosen = element("ul", { className: "chosen", hidden: true });
    this.picker = element("input", {
      type: "file", multiple: true, hidden: true, accept: limits.fileTypes.join(","),
      onchange: () => {
        this.choose([...this.picker.files]);
        this.picker.value = "";
      },
    });
    const attach = element(
      "button", { type: "button", "aria-label": words.attach, title: words.attach, onclick: () => this.picker.click() },
      icon("M16 6v10a4 4 0 0 1-8 0V5a2.5 2.5 0 0 1 5 0v10a1 1 0 0 1-2 0V6H9.5v9a2.5 2.5 0 0 0 5 0V5a4 4 0 0 0-8 0v11a5.5 5.5 0 0 0 11 0V6z"),
    );
    const send = element(
      "button", { type: "submit", className: "send", "aria-label": words.send, title: words.send },
      icon("M3 20V14l8-2-8-2V4l19 8z"),
    );
    const form = element(
      "form", { onsubmit: (event) => (event.preventDefault(), this.submit()) },
      this.chosen,
      element("label", { htmlFor: "text", className: "aside" }, words.write),
      element("div", { className: "line" }, limits.fileCount ? attach : null, this.picker, this.text, send),
    );
    this.text.placeholder = words.write;
    this.dialog = element(
      "div", {
        className: "panel", role: "dialog", "aria-modal": "false", "aria-labelledby": "title", hidden: true,
        onkeydown: (event) => {
          if (event.key === "Escape" && !event.isComposing) this.close();
          event.stopPropagation();
        },
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => (event.preventDefault(), this.choose([...event.dataTransfer.files])),
      },
      element(
        "header", {}, element("h2", { id: "title" }, words.title),
        element(
          "button", { type: "button", "aria-label": words.close, title: words.close, onclick: () => this.close() },
          icon("M5 6.4 6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12z"),
        ),
      ),
      this.log, this.typing, this.standing, form,
    );
    this.log.append(
      element(
        "div", { className: "message team" },
        element("div", { className: "body" }, element("p", {}, context.settings.greeting)),
        element("p", { className: "note" }, words.intro),
      ),
      this.older,
    );
    context.frame.append(this.dialog);
  }

  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.dialog.hidden = false;
    this.context.frame.classList.add("opened");
    this.context.changed();
    this.log.scrollTop = this.log.scrollHeight;
    this.text.focus();
    this.actions.opened();
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.dialog.hidden = true;
    this.context.frame.classList.remove("opened");
    this.context.changed();
    this.context.launcher.focus();
  }

  // Empties the log and the composer.
  clear() {
    this.show([], [], false);
    this.text.value = "";
    this.files = [];
    this.showChosen();
    this.showTyping();
    this.say("");
  }

  // A line about the connection, the storage or a limit; empty when all is well.
  say(text) {
    if (this.standing.textContent !== text) this.standing.textContent = text;
  }

  showTyping(name) {
    this.typing.textContent = name ? this.words.typing.replace("%", name) : "";
  }

  // MARK: Writing

  wrote() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
    if (this.text.value) this.actions.wrote();
  }

  pressed(event) {
    // Return also ends the choice of a character in an input method, and sends nothing then.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.text.value.trim();
    if (!text && !this.files.length) return;
    if ([...text].length > this.limits.textLength) {
      return this.say(this.words.tooLong.replace("%", this.limits.textLength));
    }
    this.actions.send(text, this.files);
    this.text.value = "";
    this.text.style.height = "auto";
    this.files = [];
    this.showChosen();
    this.say("");
    this.text.focus();
  }

  choose(files) {
    for (const blob of files) {
      const problem =
        this.files.length >= this.limits.fileCount ? this.words.tooMany.replace("%", this.limits.fileCount)
        : blob.size > this.limits.fileBytes ? this.words.tooLarge.replace("%", blob.name)
        : null;
      if (problem) this.say(problem);
      else this.files.push({ name: blob.name, size: blob.size, blob });
    }
    this.showChosen();
  }

  showChosen() {
    this.chosen.hidden = !this.files.length;
    this.chosen.replaceChildren(
      ...this.files.map((file) =>
        element("li", {}, file.name, element("button", {
          type: "button", textContent: "×", "aria-label": this.words.detach.replace("%", file.name),
          onclick: () => {
            this.files = this.files.filter((other) => other !== file);
            this.showChosen();
            this.text.focus();
          },
        })),
      ),
    );
  }

  // MARK: The log

  // Shows messages and what waits. Nodes are kept by name, so that a message which is confirmed or edited changes where
  // it stands, and nothing that is there already is read out again.
  show(messages, waiting, hasOlder) {
    if (!hasOlder && this.older.contains(this.older.getRootNode().activeElement)) this.log.focus();
    this.older.hidden = !hasOlder;
    const isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const shown = new Set();
    let last = this.older;
    const place = (key, revision, make) => {
      shown.add(key);
      let entry = this.nodes.get(key);
      if (!entry || entry.revision !== revision) {
        const node = make();
        if (entry) renew(entry.node, node);
        entry = { node: entry?.node ?? node, revision };
        this.nodes.set(key, entry);
      }
      if (last.nextElementSibling !== entry.node) last.after(entry.node);
      last = entry.node;
    };
    for (const message of messages) {
      place(message.client ?? message.id, `${message.revision}`, () => this.message(message));
    }
    for (const item of waiting) place(item.id, `${item.state} ${item.reason}`, () => this.waiting(item));
    for (const [key, { node }] of this.nodes) {
      if (shown.has(key)) continue;
      node.remove();
      this.nodes.delete(key);
    }
    if (isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  // Puts in what stands above without moving what is before the eyes, and without reading it out.
  keepingPlace(change) {
    const { log } = this, below = log.scrollHeight - log.scrollTop;
    log.ariaLive = "off";
    change();
    log.scrollTop = log.scrollHeight - below;
    requestAnimationFrame(() => (log.ariaLive = "polite"));
  }

  // Who speaks: an assistant is never shown as a person.
  by(from) {
    const { words } = this;
    if (from.kind === "you") return element("span", { className: "aside" }, words.you);
    if (from.kind === "assistant") {
      const name = from.name && from.name !== words.assistant ? element("b", {}, from.name) : null;
      return element("span", {}, name, name ? " · " : null, words.assistant);
    }
    return element("b", {}, from.name || words.person);
  }

  message(message) {
    const { words } = this;
    const when = new Date(message.at);
    const format = { hour: "2-digit", minute: "2-digit" };
    if (Date.now() - when > 72e6) Object.assign(format, { day: "numeric", month: "short" });
    const isMine = message.from.kind === "you";
    const body = message.deleted
      ? [element("p", { className: "gone" }, words.deleted)]
      : richText(message.blocks, words);
    return element(
      "div", { className: `message ${isMine ? "mine" : "team"} ${message.from.kind}` },
      element("p", { className: isMine ? "aside" : "by" }, this.by(message.from)),
      body.length ? element("div", { className: "body", dir: "auto" }, ...body) : null,
      ...message.files.map((file) => element(
        "a", { className: "file", href: this.context.base + file.path, target: "_blank", rel: "noopener", dir: "auto" },
        `${file.name} (${Math.max(1, Math.round(file.size / 1024))} kB)`,
        element("span", { className: "aside" }, ` (${words.newTab})`),
      )),
      element(
        "p", { className: "note" },
        element("time", { dateTime: when.toISOString() }, when.toLocaleString(this.context.settings.language, format)),
        message.edited && !message.deleted ? ` · ${words.edited}` : null,
        isMine ? ` · ${words.sent}` : null,
      ),
      message.deleted ? null : this.reactions(message),
    );
  }

  // What was put on a message: the team's to see, and the visitor's own as two switches on what others wrote.
  reactions({ id, from, reactions }) {
    const { words } = this;
    const ours = reactions.filter(({ team }) => team).map(({ emoji, team }) => element(
      "span", { role: "img", "aria-label": words.reacted.replace("%", emoji) }, team > 1 ? `${emoji} ${team}` : emoji,
    ));
    const switches = from.kind === "you" || !this.limits.reactions ? []
      : [["👍", words.helpful], ["👎", words.unhelpful]].map(([emoji, label]) => {
        const isOn = reactions.some((reaction) => reaction.mine && reaction.emoji === emoji);
        return element("button", {
          type: "button", "aria-label": label, "aria-pressed": isOn, title: label, textContent: emoji,
          onclick: () => this.actions.react(id, emoji, !isOn),
        });
      });
    return element("div", { className: "reactions" }, element("span", {}, ...ours), ...switches);
  }

  waiting(item) {
    const { words } = this;
    const hasFailed = item.state === "failed";
    const reason = hasFailed && { too_large: words.tooLarge, bad_type: words.badType }[item.reason];
    return element(
      "div", { className: `message mine ${item.state}` },
      element("p", { className: "aside" }, words.you),
      item.text ? element("div", { className: "body", dir: "auto" }, element("p", {}, item.text)) : null,
      ...item.files.map((file) => element("p", { className: "file", dir: "auto" }, file.name)),
      element(
        "p", { className: "note" },
        hasFailed ? `${words.failed}. ${reason ? reason.replace("%", item.files[0]?.name ?? "") : words.rejected}`
          : words[item.state],
      ),
      hasFailed ? element(
        "p", { className: "actions" },
        element("button", { type: "button", onclick: () => this.actions.again(item) }, words.again),
        element("button", { type: "button", onclick: () => this.actions.discard(item) }, words.discard),
      ) : null,
    );
  }
}
