// Owns making elements. What people wrote only ever goes in as text; addresses are looked at first.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "inert", "selected"]);

const SHAPES = {
  ear: "M7 10a5 5 0 0 1 10 0c0 4-4 4.5-4 8a3 3 0 0 1-5.5 1.7M10 11a2 2 0 1 1 3.5 1.3",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3 15h16",
  chat: "M4 5h16v11H9l-5 4z",
  branch: "M7 4v7a4 4 0 0 0 4 4h8m-4-4 4 4-4 4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-4-6z",
  close: "M6 6l12 12M18 6 6 18",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7m10-3a3 3 0 1 1 0 6 3 3 0 0 1 0-6",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18m0 4v5l3 3",
  plug: "M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0zm6 9v4",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8m0-6v2m0 16v2M2 12h2m16 0h2M5 5l1.5 1.5m11 11L19 19M5 19l1.5-1.5m11-11L19 5",
  map: "M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14m6-12v14",
  file: "M6 3h8l4 4v14H6zm8 0v4h4",
  down: "M6 9l6 6 6-6",
};

/** An element with attributes, listeners (`onclick`) and what is inside: text or other nodes. */
export function h(tag, given = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (PROPERTIES.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...inside.flat(Infinity).filter((one) => one || one === 0 || one === ""));
  return node;
}

/** A small drawing, silent for who listens. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** The address, where it is one of the web; else null. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A name without the marks that turn the text around it. */
export function plain(name) {
  return String(name ?? "").replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

/** A name that cannot turn the text around it. */
export function named(name, given = {}) {
  return h("bdi", given, plain(name));
}

let opened = null;

/** Open a menu at an element; each item is {label, act} or {label, href}, or null for a line. */
export function openMenu(anchor, label, items) {
  opened?.remove();
  const entry = (item) => {
    if (item === null) return h("hr");
    if (item.href) return h("a", { href: item.href, class: "item" }, item.label);
    const act = () => {
      box.hidePopover();
      item.act();
    };
    return h("button", { type: "button", class: "item", onclick: act }, item.label);
  };
  const box = h("div", { popover: "auto", class: "menu", role: "group", "aria-label": label });
  box.append(...items.map(entry));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.querySelectorAll(".item")];
    all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
  });
  box.addEventListener("toggle", (event) => {
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState !== "closed") return;
    if (box.contains(document.activeElement)) anchor.focus();
    box.remove();
  });
  (anchor.closest("dialog, .pane") ?? document.body).append(box);
  opened = box;
  box.showPopover();
  const at = anchor.getBoundingClientRect();
  const below = at.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - box.offsetHeight - 4)}px`;
  box.querySelector(".item")?.focus();
}
