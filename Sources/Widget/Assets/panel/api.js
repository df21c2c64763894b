// Requests to the server: one session at a time, which proves who the visitor is, and is renewed when it has run out.

class Refusal extends Error {
  constructor(status, code, retryAfter) {
    super(code);
    Object.assign(this, { status, code, retryAfter });
  }
}

class Api {
  // `joined` is told of each new session before the secret of the visitor who is known now is dropped.
  constructor(context, store, joined) {
    Object.assign(this, { context, store, joined, proof: null, session: null });
  }

  // Who the visitor is proved to be; the session of anybody else ends.
  identify(proof) {
    this.proof = proof || null;
    this.session = null;
  }

  // The session, as a promise that all requests share.
  begin() {
    return (this.session ??= this.ask().catch((error) => {
      this.session = null;
      throw error;
    }));
  }

  async ask() {
    const { context, store, proof } = this;
    // A known visitor's secret only serves to bring along what was written before; nobody known needs a new one.
    const visitor = proof ? await store.get("visitor") : await store.getOrPut("visitor", newSecret);
    const isPrivate = navigator.globalPrivacyControl === true;
    const body = { visitor, ...proof, language: context.settings.language, claims: context.claims };
    if (!isPrivate) body.page = location.origin + location.pathname;
    let session;
    try {
      session = await this.fetch("sessions", { method: "POST", body: JSON.stringify(body) });
    } catch (error) {
      if (error.code !== "visitor_known") throw error;
      // Somebody proved that what this visitor began is theirs: whoever comes without that proof is somebody new.
      await store.remove("visitor");
      return this.ask();
    }
    await this.joined(session);
    if (proof) await store.remove("visitor");
    return session;
  }

  // Sends a request as the visitor and gives the answer's JSON, or the answer itself for `raw`.
  async request(path, options = {}) {
    for (let isSecond = false; ; isSecond = true) {
      const session = await this.begin();
      try {
        return await this.fetch(path, {
          ...options, headers: { ...options.headers, Authorization: `Bearer ${session.session}` },
        });
      } catch (error) {
        if (error.status !== 401 || isSecond) throw error;
        this.session = null;
      }
    }
  }

  async fetch(path, { raw, headers, ...options }) {
    const response = await fetch(`${this.context.base}v1/${path}`, {
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", ...options,
      headers: { ...(typeof options.body === "string" && { "Content-Type": "application/json" }), ...headers },
    });
    if (!response.ok) {
      const { code } = await response.json().catch(() => ({}));
      throw new Refusal(response.status, code || "unknown", Number(response.headers.get("Retry-After")) || 0);
    }
    return raw ? response : response.status === 204 ? null : response.json();
  }
}
