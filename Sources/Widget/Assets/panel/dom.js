// Elements. Nothing in the panel ever parses markup: what somebody wrote becomes text nodes, and only those.

const element = (name, properties, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else if (value !== undefined) made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};

const icon = (drawing) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawing);
  svg.append(path);
  return svg;
};

// Makes an element read like another one. What is the same stays, so that it is not read out again and keeps the focus.
const renew = (node, made) => {
  const fresh = [...made.children];
  node.className = made.className;
  if (node.children.length !== fresh.length) return node.replaceChildren(...fresh);
  [...node.children].forEach((child, at) => {
    if (child.isEqualNode(fresh[at])) return;
    if (child.className === "reactions") return renew(child, fresh[at]);
    const hasFocus = child.getRootNode().activeElement === child;
    child.replaceWith(fresh[at]);
    if (hasFocus) fresh[at].focus();
  });
};

// Addresses that a link of a message may lead to; anything else stays text.
const isSafe = (address) => /^(https?:\/\/|mailto:)/i.test(address);

// Builds the nodes of a message's rich text, as the server sends it: blocks that hold runs.
const richText = (blocks, words) => {
  const run = ({ text, code, mention, strong, emphasis, strike, link, line }) => {
    if (line) return element("br");
    let node = document.createTextNode(text ?? code ?? `@${mention}`);
    if (code !== undefined) node = element("code", {}, node);
    if (strike) node = element("s", {}, node);
    if (emphasis) node = element("em", {}, node);
    if (strong || mention) node = element("strong", {}, node);
    if (!link || !isSafe(link)) return node;
    return element(
      "a", { href: link, target: "_blank", rel: "noopener noreferrer nofollow" }, node,
      element("span", { className: "aside" }, ` (${words.newTab})`),
    );
  };
  const block = (given) => {
    if (given.paragraph) return element("p", {}, ...given.paragraph.map(run));
    if (given.heading) return element("p", { className: "heading" }, ...given.heading.map(run));
    if (given.items) {
      const items = given.items.map((item) => element("li", {}, ...item.map(block)));
      return given.start === undefined ? element("ul", {}, ...items) : element("ol", { start: given.start }, ...items);
    }
    if (given.quote) return element("blockquote", {}, ...given.quote.map(block));
    if (given.code !== undefined) return element("pre", { tabIndex: 0 }, element("code", {}, given.code));
    return element("hr");
  };
  return blocks.map(block);
};
