// Puts the parts together: the conversation as this tab knows it, who leads, and what the page may ask for.

class Panel {
  constructor(context, proof) {
    this.context = context;
    this.words = context.settings.words;
    this.proof = proof;
    this.forget();
    context.adopt(sheet);
    this.view = new View(context, {
      opened: () => this.begin().then(() => this.seen()),
      wrote: () => this.wrote(),
      send: (text, files) => this.write(text, files),
      again: (item) => this.outbox.again(item).then(() => this.sendWaiting()),
      older: () => this.fetchOlder(),
      react: (message, emoji, on) => this.react(message, emoji, on),
      discard: (item) => this.outbox.discard(item).then(() => this.tabs.tell({ waiting: true })),
    });
    addEventListener("online", () => this.resume());
    addEventListener("offline", () => this.show());
    addEventListener("focus", () => this.resume());
    addEventListener("pageshow", () => this.resume());
    addEventListener("pagehide", () => this.suspend());
    document.addEventListener("visibilitychange", () => document.hidden || this.resume());
    // Whoever wrote before, or is known, hears of answers while the panel is shut; anybody else is asked nothing yet.
    this.watching = this.watch();
  }

  forget() {
    Object.assign(this, { messages: new Map(), hasOlder: false, unread: 0, status: "", subject: "", trouble: null, readTo: "" });
  }

  reset() {
    this.messages.clear();
    this.hasOlder = false;
  }

  async prepare() {
    const name = `conversations ${this.context.base}`;
    this.store = await openStore(name);
    this.api = new Api(this.context, this.store, (session) => this.joined(session));
    this.api.identify(this.proof);
    this.outbox = new Outbox(this.api, this.store, this.context.settings.limits.partBytes, {
      changed: () => this.show(),
      confirmed: (item, message) => this.take({ name: "message", ...message }, true),
      trouble: (error) => this.stand(error),
    });
    this.stream = new Stream(this.api, (event) => this.take(event, true), (error) => this.stand(error));
    this.tabs = new Tabs(name, {
      isAlone: !this.store.isDurable,
      lead: () => {
        this.stream.start();
        this.reload();
      },
      follow: () => this.stream.stop(),
      hear: (message) => this.hear(message),
    });
    await this.outbox.load();
  }

  async watch() {
    if (!window.crypto?.getRandomValues || !window.AbortController || !window.ReadableStream) {
      this.isUnable = true;
      return this.show();
    }
    await (this.prepared ??= this.prepare());
    if (this.proof || (await this.store.get("visitor"))) await this.begin();
  }

  // Connects, once: from here on the visitor is somebody.
  begin() {
    return (this.begun ??= (async () => {
      await (this.prepared ??= this.prepare());
      if (this.isUnable) return;
      this.context.remember(this.store.isDurable);
      this.show();
      this.tabs.start();
      await this.catchUp();
    })());
  }

  // What happened since this tab last heard, in one answer: tabs that do not lead have no stream to tell them.
  async catchUp() {
    try {
      await this.api.begin();
      const after = this.stream.cursor ? `?after=${encodeURIComponent(this.stream.cursor)}` : "";
      const { messages, reset, older, cursor, ...state } = await this.api.request(`messages${after}`);
      if (reset) this.reset();
      messages.forEach((message) => this.keep(message));
      // Told behind the page: until then whatever comes belongs to it.
      if (older !== undefined) this.hasOlder = older;
      this.stream.cursor = cursor;
      this.take({ name: "state", ...state });
      this.stand(null);
      if (this.tabs.isLeading) this.outbox.send();
    } catch (error) {
      this.stand(error);
    }
  }

  async joined(session) {
    if (this.subject && this.subject !== session.subject) this.forget();
    this.subject = session.subject;
    await this.outbox.join(session);
  }

  // MARK: What arrives

  take(event, isFirstHand) {
    if (event.name === "message") this.keep(event);
    else if (event.name === "reset") this.reset();
    else if (event.name === "older") this.hasOlder = event.older;
    else if (event.name === "typing") this.showTyping(event);
    else if (event.name === "state") Object.assign(this, { unread: event.unread, status: event.status });
    if (event.cursor && !isFirstHand) this.stream.cursor = event.cursor;
    if (isFirstHand) this.tabs.tell({ event });
    this.show();
    if (event.name === "message" || event.name === "state") this.seen();
  }

  // The newest form of a message counts, in whatever order its forms arrive. One of a page that was not asked for yet
  // comes with its page.
  keep(message, isAsked) {
    // What the visitor wrote keeps the name that they gave it, whatever the server calls it before and after.
    const name = message.client ?? message.id;
    const known = this.messages.get(name);
    if (known && known.revision >= message.revision) return;
    if (!known && !isAsked && this.hasOlder && message.at < (this.sorted()[0]?.at ?? 0)) return;
    this.messages.set(name, message);
    if (message.from.kind !== "you") this.showTyping({});
    // What the log holds is no longer waiting, even if the answer that said so was lost.
    const item = this.outbox.items.find((waiting) => waiting.id === message.client);
    if (item) this.outbox.discard(item);
  }

  sorted() {
    return [...this.messages.values()].sort((one, other) => one.at - other.at || one.turn - other.turn || (one.id < other.id ? -1 : 1));
  }

  // The page before what is there.
  async fetchOlder() {
    const [first] = this.sorted();
    if (!this.hasOlder || this.isFetching || !first) return;
    this.isFetching = true;
    try {
      const { messages, older } = await this.api.request(`messages?before=${encodeURIComponent(first.id)}`);
      this.hasOlder = older;
      messages.forEach((message) => this.keep(message, true));
      this.view.keepingPlace(() => this.show());
    } catch (error) {
      this.stand(error);
    } finally {
      this.isFetching = false;
    }
  }

  hear({ event, waiting, logout, standing }) {
    if (event) this.take(event);
    if (waiting) this.reload();
    if (logout) this.leave();
    if (standing !== undefined) (this.trouble = standing), this.show();
  }

  reload() {
    this.outbox.load().then(() => this.tabs.isLeading && this.outbox.send());
  }

  showTyping({ by }) {
    clearTimeout(this.typingTimer);
    this.view.showTyping(by && (by.kind === "assistant" ? this.words.assistant : by.name || this.words.person));
    if (by) this.typingTimer = setTimeout(() => this.view.showTyping(), 5000);
  }

  // What the visitor has before their eyes is read, in every tab and on every device.
  async seen() {
    const { cursor } = this.stream;
    if (!this.view.isOpen || document.hidden || !this.unread || !cursor || this.readTo === cursor) return;
    this.readTo = cursor;
    try {
      this.take({ name: "state", ...(await this.api.request("read", { method: "POST", body: JSON.stringify({ cursor }) })) }, true);
    } catch {
      this.readTo = "";
    }
  }

  // MARK: What is written

  async write(text, files) {
    // Whoever writes on is seen at once.
    this.typed = 0;
    this.begin();
    await (this.prepared ??= this.prepare());
    await this.outbox.add(text, files, this.subject);
    this.sendWaiting();
  }

  sendWaiting() {
    if (this.tabs.isLeading) this.outbox.send();
    else this.tabs.tell({ waiting: true });
  }

  async react(message, emoji, on) {
    try {
      const answer = await this.api.request("reactions", { method: "POST", body: JSON.stringify({ message, emoji, on }) });
      this.take({ name: "message", ...answer }, true);
    } catch (error) {
      this.stand(error);
    }
  }

  wrote() {
    if (!this.subject || Date.now() - (this.typed || 0) < 3000) return;
    this.typed = Date.now();
    this.api.request("typing", { method: "POST", body: "{}" }).catch(() => {});
  }

  // MARK: How things stand

  stand(error) {
    const trouble = !error || error.name === "AbortError" ? "" : error.status === 429 ? "busy"
      : error.status === 403 ? (error.code === "identity_invalid" ? "identity" : "refused")
      : error.status >= 400 && error.status < 500 ? "" : "unreachable";
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.tabs.tell({ standing: trouble });
    this.show();
  }

  show() {
    if (this.isUnable) return this.view.say(this.words.unable);
    if (!this.outbox) return;
    const mine = this.outbox.items.filter((item) => this.outbox.isMine(item));
    this.view.show(this.sorted(), mine, this.hasOlder);
    const { words } = this;
    this.view.say(
      !navigator.onLine ? words.offline : this.trouble ? words[this.trouble]
        : this.begun && !this.store.isDurable ? words.memory : this.status === "resolved" ? words.resolved : "",
    );
    this.context.changed(this.unread);
  }

  suspend() {
    if (!this.begun) return;
    this.isSuspended = true;
    this.tabs.stop();
    this.store.close();
  }

  resume() {
    if (!this.begun) return;
    if (this.isSuspended) {
      this.isSuspended = false;
      this.tabs.start();
      this.catchUp();
    }
    this.stream.hurry();
    if (this.tabs.isLeading) this.outbox.send();
    this.show();
    this.seen();
  }

  // MARK: What the page asks for

  open() { this.view.open(); }
  close() { this.view.close(); }
  isOpen() { return Boolean(this.view?.isOpen); }

  async identify(proof) {
    await this.watching;
    this.proof = proof;
    this.api.identify(proof);
    this.stream.stop();
    this.stream.cursor = "";
    if (!this.begun) return this.begin();
    await this.catchUp();
    if (this.tabs.isLeading) this.stream.start();
  }

  // What the page says of the visitor goes along from the next request on.
  renew() { this.api && (this.api.session = null); }

  async logout() {
    await this.watching;
    if (this.api.session) await this.api.request("sessions", { method: "DELETE" }).catch(() => {});
    this.tabs.tell({ logout: true });
    await this.leave();
  }

  async leave() {
    this.view.close();
    this.tabs.stop();
    this.outbox.stop();
    this.stream.stop();
    await this.store.clear();
    this.context.remember(false);
    this.proof = this.begun = this.prepared = null;
    this.forget();
    this.view.clear();
    this.context.changed(0);
    await (this.prepared = this.prepare());
  }
}

document.currentScript.dispatchEvent(
  new CustomEvent("conversations-panel", { detail: (context, proof) => new Panel(context, proof) }),
);
