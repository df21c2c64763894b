// The launcher: the one script that a page loads. It asks the server for the settings, paints a button, and fetches the
// panel only when a visitor means to use it. It stores nothing.
(() => {
  "use strict";
  if (window.Conversations) return;

  const script = document.currentScript;
  const nonce = script.nonce;
  const base = script.src.replace(/\/widget\/.*$/, "/widget/");
  const language = script.dataset.language || document.documentElement.lang || navigator.language || "en";
  // Anybody who wrote here before left this mark; the launcher then watches for answers.
  const mark = `conversations ${base}`;

  const css = `
    :host { all: initial !important; display: block !important; position: static !important; }
    [hidden] { display: none !important; }
    .launcher { position: fixed; z-index: 2147483000; bottom: 20px; inset-inline-end: 20px; box-sizing: border-box;
      min-width: 56px; height: 56px; padding: 0 16px; border: 2px solid var(--on-accent); border-radius: 28px;
      background: var(--accent); color: var(--on-accent); font: 600 16px/1.2 system-ui, sans-serif; cursor: pointer;
      display: flex; align-items: center; justify-content: center; box-shadow: 0 2px 12px #0006; }
    .start .launcher { inset-inline: 20px auto; }
    .tab .launcher { bottom: 0; height: 44px; border-radius: 12px 12px 0 0; border-bottom: 0; }
    .launcher:focus-visible { outline: 3px solid var(--on-accent); outline-offset: -6px; }
    .launcher svg { width: 26px; height: 26px; fill: currentColor; }
    .count { position: absolute; top: -6px; inset-inline-end: -6px; min-width: 22px; box-sizing: border-box; padding: 2px 5px;
      border-radius: 11px; background: #b3001b; color: #fff; font-size: 13px; text-align: center; }
    @media print { .launcher { display: none; } }`;

  // Black or white, whichever is easier to read on a colour: one of them always has a contrast above 4.5.
  const ink = (color) => {
    const part = (at) => ((parseInt(color.slice(at, at + 2), 16) / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) > 0.179 ? "#000000" : "#ffffff";
  };

  // A sheet that is made by a script is no inline style, so that a page's policy need not allow any.
  const adopt = (root, text) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      const style = document.createElement("style");
      style.nonce = nonce;
      style.textContent = text;
      root.append(style);
    }
  };

  const listeners = {};
  const emit = (name, value) => (listeners[name] || []).forEach((listener) => listener(value));
  let context, panel, loading, proof, claims;

  const paint = (settings) => {
    const host = document.createElement("conversations-widget");
    const root = host.attachShadow({ mode: "open" });
    const { words, theme: { accent, background, mode } } = settings;
    adopt(root, `:host { --accent: ${accent}; --on-accent: ${ink(accent)};
      --background: ${background}; --ink: ${ink(background)}; }` + css);
    const frame = document.createElement("section");
    frame.setAttribute("aria-label", words.title);
    frame.lang = settings.language;
    frame.dir = settings.direction;
    frame.className = `${settings.position} ${settings.launcher} ${mode}`;
    const launcher = document.createElement("button");
    launcher.className = "launcher";
    launcher.type = "button";
    launcher.setAttribute("aria-haspopup", "dialog");
    launcher.hidden = true;
    if (settings.launcher === "tab") {
      launcher.textContent = words.title;
    } else {
      const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      icon.setAttribute("viewBox", "0 0 24 24");
      icon.setAttribute("aria-hidden", "true");
      path.setAttribute("d", "M4 3h16a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-8l-6 4v-4H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z");
      icon.append(path);
      launcher.append(icon);
    }
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("aria-hidden", "true");
    launcher.append(count);
    frame.append(launcher);
    root.append(frame);
    // Behind the body, where neither its transforms nor rules for its children reach.
    document.documentElement.append(host);

    context = { adopt: (text) => adopt(root, text), base, claims, frame, launcher, settings };
    let unread = 0;
    const show = () => {
      const isOpen = Boolean(panel && panel.isOpen());
      launcher.setAttribute("aria-expanded", isOpen);
      launcher.setAttribute("aria-label", isOpen ? words.close : unread ? `${words.open}, ${words.unread.replace("%", unread)}` : words.open);
      count.textContent = unread > 99 ? "99+" : unread;
      count.hidden = !unread || isOpen;
    };
    context.changed = (number = unread) => {
      if (number !== unread) emit("unread", number);
      unread = number;
      show();
    };
    context.remember = (isVisitor) => {
      try {
        if (isVisitor) localStorage.setItem(mark, 1);
        else localStorage.removeItem(mark);
      } catch {
        // Without storage there is nobody to remember.
      }
    };
    show();
    launcher.addEventListener("pointerenter", load);
    launcher.addEventListener("focus", load);
    launcher.addEventListener("click", () => api.toggle());
    if (settings.launcher !== "hidden") setTimeout(() => (launcher.hidden = false), settings.delay * 1000);
  };

  // The panel calls back on its own script element, so that no second name stands in the page's window.
  const load = () => (loading ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    const address = base + context.settings.panel.path;
    const trust = window.trustedTypes?.createPolicy("conversations", { createScriptURL: () => address });
    Object.assign(element, { async: true, crossOrigin: "anonymous", nonce, src: trust?.createScriptURL("") ?? address });
    element.integrity = context.settings.panel.integrity;
    element.addEventListener("conversations-panel", (event) => resolve((panel = event.detail(context, proof))));
    element.addEventListener("error", () => {
      loading = null;
      element.remove();
      reject(new Error("the chat could not be loaded"));
    });
    document.head.append(element);
  }));

  const ready = fetch(`${base}v1/config?language=${encodeURIComponent(language)}`, { credentials: "omit" })
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`${response.status}`))))
    .then((settings) => {
      if (!settings.on) throw new Error("the widget is switched off");
      paint(settings);
      let isKnown = false;
      try {
        isKnown = localStorage.getItem(mark);
      } catch {
        // Storage is denied.
      }
      if (isKnown || proof) (window.requestIdleCallback || setTimeout)(() => load().catch(() => {}));
      emit("ready");
    });
  ready.catch((error) => console.warn(`Conversations: the chat is not available here (${error.message})`));

  const withPanel = (use) => ready.then(load).then(use).catch(() => {});
  const api = (window.Conversations = {
    open: () => withPanel(() => panel.open()),
    close: () => panel && panel.close(),
    toggle: () => (panel && panel.isOpen() ? panel.close() : api.open()),
    // Says who the visitor is: { token } with a signed token, or { userId, userHash }.
    identify: (given) => {
      proof = given;
      return panel ? panel.identify(given) : withPanel(() => {});
    },
    // What the page knows of the visitor, unproved: { name, email, plan }.
    update: (given) => {
      claims = { ...claims, ...given };
      if (context) context.claims = claims;
      if (panel) panel.renew();
    },
    logout: () => {
      proof = claims = undefined;
      if (context) context.claims = claims;
      return withPanel(() => panel.logout());
    },
    on: (name, listener) => (listeners[name] ??= []).push(listener),
  });
  if (script.dataset.userToken) proof = { token: script.dataset.userToken };
  else if (script.dataset.userHash) proof = { userId: script.dataset.userId, userHash: script.dataset.userHash };
})();
