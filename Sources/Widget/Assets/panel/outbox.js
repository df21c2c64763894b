// What the visitor wrote and the server has not confirmed yet. It is stored before it is sent, under the name that it
// keeps for ever; the server takes a name once, so sending again is always right. First written, first sent.

class Outbox {
  constructor(api, store, partBytes, { changed, confirmed, trouble }) {
    Object.assign(this, { api, store, partBytes, changed, confirmed, trouble, items: [], isSending: false, failures: 0, closedUntil: 0 });
  }

  async load() {
    this.items = await this.store.outbox();
    this.changed();
  }

  async add(text, files, subject) {
    const item = { id: newName(), text, files, subject, state: "queued" };
    await this.store.putWaiting(item);
    this.items.push(item);
    this.changed();
    return item;
  }

  async again(item) {
    item.state = "queued";
    await this.store.putWaiting(item);
    this.changed();
  }

  async discard(item) {
    await this.store.removeWaiting(item.id);
    this.items = this.items.filter((other) => other.id !== item.id);
    this.changed();
  }

  // Takes over what was written before the visitor was known; what somebody else left behind is gone.
  async join({ subject, merged, isKnown }) {
    this.subject = subject;
    for (const item of [...this.items]) {
      if (this.isMine(item)) continue;
      if (item.subject === merged) await this.store.putWaiting(Object.assign(item, { subject }));
      else if (isKnown) await this.discard(item);
    }
  }

  // What was written as somebody else waits until they are back, and is never sent in another's name.
  isMine(item) {
    return !item.subject || !this.subject || item.subject === this.subject;
  }

  // Sends everything, one after the other; a tab that does not lead leaves it to the one that does. A network that came
  // back is a reason to try at once; a wait that the server asked for is not cut short by anything.
  async send() {
    if (this.isSending || performance.now() < this.closedUntil) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      let item;
      while (!this.isStopped && (item = this.items.find((other) => other.state !== "failed" && this.isMine(other)))) {
        if (!(await this.deliver(item))) break;
      }
    } finally {
      this.isSending = false;
    }
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  async deliver(item) {
    try {
      await this.api.begin();
      if (!this.isMine(item)) return true;
      item.state = "sending";
      this.changed();
      const files = [];
      for (const file of item.files) {
        files.push(await this.upload(file, item));
      }
      const answer = await this.api.request("messages", {
        method: "POST", body: JSON.stringify({ id: item.id, text: item.text, files }),
      });
      this.failures = 0;
      this.trouble(null);
      this.confirmed(item, answer);
      await this.discard(item);
      return true;
    } catch (error) {
      const isFinal = error.status >= 400 && error.status < 500 && ![401, 403, 408, 425, 429].includes(error.status);
      item.state = isFinal ? "failed" : "queued";
      item.reason = error.code;
      if (isFinal) await this.store.putWaiting(item);
      this.changed();
      this.trouble(error);
      if (isFinal) return true;
      this.failures++;
      const backoff = Math.min(60000, 1000 * 2 ** Math.min(this.failures, 6)) * (0.5 + Math.random() / 2);
      const asked = (error.retryAfter || 0) * 1000;
      this.closedUntil = performance.now() + asked;
      this.timer = setTimeout(() => this.send(), asked ? asked + 10 : backoff);
      return false;
    }
  }

  // Sends what the server lacks of a file, and gives the file's name. The name is stored first, so that after a dropped
  // connection, and after a reload, it goes on where it stopped.
  async upload(file, item) {
    if (!file.upload) {
      file.upload = newName();
      await this.store.putWaiting(item);
    }
    const path = `uploads/${file.upload}`;
    let { offset } = await this.api.request(path);
    while (offset < file.size) {
      const query = new URLSearchParams({ name: file.name, size: file.size, offset });
      const answer = await this.api.request(`${path}?${query}`, {
        method: "PUT", body: file.blob.slice(offset, offset + this.partBytes),
        headers: { "Content-Type": "application/octet-stream" },
      });
      if (answer.offset === offset) throw new Refusal(503, "unavailable", 5);
      offset = answer.offset;
    }
    return file.upload;
  }
}
