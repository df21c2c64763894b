// What happens in the visitor's conversation, live: server-sent events read from a request, because only that can carry
// the session in a header. The cursor of the last event is where the next connection goes on.

// A connection that said nothing for so long is dead, whatever the network believes.
const silenceMilliseconds = 40000;

class Stream {
  constructor(api, take, standing) {
    Object.assign(this, { api, take, standing, cursor: "", failures: 0, stopping: null });
  }

  start() {
    if (this.stopping) return;
    const stopping = (this.stopping = new AbortController());
    this.run(stopping.signal);
  }

  stop() {
    this.stopping?.abort();
    this.stopping = null;
  }

  // Connects at once instead of after the wait: the network is back, or somebody looks.
  hurry() {
    this.failures = 0;
    this.wake?.();
  }

  async run(stopped) {
    while (!stopped.aborted) {
      try {
        await this.connect(stopped);
        this.failures = 0;
      } catch (error) {
        if (stopped.aborted) return;
        this.failures++;
        this.standing(error);
        if (error.status === 403) return;
        if (error.retryAfter) this.failures = Math.max(this.failures, 5);
      }
      if (stopped.aborted) return;
      const wait = Math.min(30000, 500 * 2 ** this.failures) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, wait);
        stopped.addEventListener("abort", resolve, { once: true });
      });
    }
  }

  async connect(stopped) {
    const dead = new AbortController();
    const end = () => dead.abort();
    stopped.addEventListener("abort", end, { once: true });
    let watch = setTimeout(end, silenceMilliseconds);
    try {
      const headers = { Accept: "text/event-stream" };
      if (this.cursor) headers["Last-Event-ID"] = this.cursor;
      const response = await this.api.request("events", { raw: true, headers, signal: dead.signal });
      this.failures = 0;
      this.standing(null);
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watch);
        watch = setTimeout(end, silenceMilliseconds);
        text += decoder.decode(value, { stream: true });
        const events = text.split("\n\n");
        text = events.pop();
        events.forEach((event) => this.read(event));
      }
    } finally {
      clearTimeout(watch);
      dead.abort();
      stopped.removeEventListener("abort", end);
    }
  }

  read(event) {
    let name = "message", id, data;
    for (const line of event.split("\n")) {
      if (line.startsWith("event: ")) name = line.slice(7);
      else if (line.startsWith("id: ")) id = line.slice(4);
      else if (line.startsWith("data: ")) data = line.slice(6);
    }
    if (data === undefined) return;
    // Taken first, then remembered: an event that is taken twice shows once.
    this.take({ name, cursor: id, ...JSON.parse(data) });
    if (id) this.cursor = id;
  }
}
