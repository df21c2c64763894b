// The tabs of a site that have the panel: one of them leads, which keeps the connection and sends what waits; the others
// are told. Where the browser has no locks every tab leads, which costs connections and changes nothing else: messages
// have names, so none arrives or shows twice.

class Tabs {
  // `isAlone` is a tab whose store no other tab shares.
  constructor(name, { isAlone, lead, follow, hear }) {
    Object.assign(this, { name, isAlone, lead, follow, hear, isLeading: false });
  }

  start() {
    if (this.stopping) return;
    this.stopping = new AbortController();
    if (window.BroadcastChannel && !this.isAlone) {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = ({ data }) => this.hear(data);
    }
    const { signal } = this.stopping;
    const leadUntilStopped = () => {
      if (signal.aborted) return;
      this.isLeading = true;
      this.lead();
      return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    };
    if (navigator.locks && !this.isAlone) navigator.locks.request(this.name, { signal }, leadUntilStopped).catch(() => {});
    else leadUntilStopped();
  }

  // A page that is put aside lets another tab lead.
  stop() {
    this.stopping?.abort();
    this.stopping = null;
    this.channel?.close();
    this.channel = null;
    if (this.isLeading) this.follow();
    this.isLeading = false;
  }

  tell(message) {
    this.channel?.postMessage(message);
  }
}
