// What the visitor's browser keeps: the secret that makes it the same visitor again, and what waits to be sent. In
// IndexedDB, which all tabs of the site share; in memory where the browser grants none.

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

class MemoryStore {
  isDurable = false;
  kept = new Map();
  waiting = new Map();
  async get(key) { return this.kept.get(key); }
  async getOrPut(key, make) { return this.kept.get(key) ?? (this.kept.set(key, make()), this.kept.get(key)); }
  async put(key, value) { this.kept.set(key, value); }
  async remove(key) { this.kept.delete(key); }
  async outbox() { return [...this.waiting.values()].sort((a, b) => (a.id < b.id ? -1 : 1)); }
  async putWaiting(item) { this.waiting.set(item.id, item); }
  async removeWaiting(id) { this.waiting.delete(id); }
  async clear() { this.kept.clear(); this.waiting.clear(); }
  close() {}
}

class DatabaseStore {
  isDurable = true;
  constructor(name) { this.name = name; }

  // Opened anew after `close`: a page that the browser puts aside must not hold a database open.
  open() {
    return (this.opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("kept");
        request.result.createObjectStore("outbox", { keyPath: "id" });
      };
      request.onblocked = request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onversionchange = () => this.close();
        resolve(request.result);
      };
    }));
  }

  async run(name, mode, use) {
    const transaction = (await this.open()).transaction(name, mode, { durability: "strict" });
    const result = use(transaction.objectStore(name));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return result;
  }

  get(key) { return this.run("kept", "readonly", (store) => promised(store.get(key))); }
  // In one transaction, so that two tabs that start together mean one visitor.
  getOrPut(key, make) {
    return this.run("kept", "readwrite", async (store) => {
      const found = await promised(store.get(key));
      if (found !== undefined) return found;
      const made = make();
      store.put(made, key);
      return made;
    });
  }
  put(key, value) { return this.run("kept", "readwrite", (store) => promised(store.put(value, key))); }
  remove(key) { return this.run("kept", "readwrite", (store) => promised(store.delete(key))); }
  outbox() { return this.run("outbox", "readonly", (store) => promised(store.getAll())); }
  putWaiting(item) { return this.run("outbox", "readwrite", (store) => promised(store.put(item))); }
  removeWaiting(id) { return this.run("outbox", "readwrite", (store) => promised(store.delete(id))); }
  async clear() {
    await this.run("kept", "readwrite", (store) => promised(store.clear()));
    await this.run("outbox", "readwrite", (store) => promised(store.clear()));
  }
  close() {
    this.opening?.then((database) => database.close(), () => {});
    this.opening = null;
  }
}

const openStore = async (name) => {
  try {
    const store = new DatabaseStore(name);
    await store.open();
    return store;
  } catch {
    return new MemoryStore();
  }
};

// Names in ULID form, each above the last, so that what is written first is sent first whatever the clock does.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
let lastTime = 0, lastRandom = [];
const newName = () => {
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    lastRandom = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte & 31);
    lastRandom[0] &= 15;
  } else {
    for (let at = 15; (lastRandom[at] = (lastRandom[at] + 1) & 31) === 0; at--);
  }
  let time = "";
  for (let rest = lastTime, at = 0; at < 10; at++, rest = Math.floor(rest / 32)) time = letters[rest % 32] + time;
  return time + lastRandom.map((digit) => letters[digit]).join("");
};

const newSecret = () => [...crypto.getRandomValues(new Uint8Array(32))].map((b) => b.toString(16).padStart(2, "0")).join("");
