// Owns making elements. What people wrote only ever goes in as text; addresses are looked at first.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "inert", "selected"]);
const SVG = "http://www.w3.org/2000/svg";

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

/** A button of a class; `label` is silent where there are no words but a drawing. */
export function button(look, inside, act, given = {}) {
  return h("button", { type: "button", class: look, onclick: act, ...given }, inside);
}

/** A drawing of icons.svg, silent for who listens. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Attributes of a link that leads outside; null where the address is none of the web. */
export function outside(address) {
  const url = URL.parse?.(address) ?? null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return null;
  return { href: url.href, target: "_blank", rel: "noopener noreferrer" };
}

/** A name without the marks that turn the text around it. */
export function plain(name) {
  return String(name ?? "").replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

/** A name that cannot turn the text around it. */
export function named(name, given = {}) {
  return h("bdi", given, plain(name));
}

/** Open a menu at an element; each item is {label, act} or {label, href}, or null for a line. */
export function openMenu(anchor, label, items) {
  const entry = (item) => {
    if (item === null) return h("hr");
    if (item.href) return h("a", { href: item.href, class: "item" }, item.label);
    return button("item", item.label, () => (box.hidePopover(), item.act()));
  };
  const given = { popover: "auto", class: "menu", role: "group", "aria-label": label };
  const box = h("div", given, items.filter((one) => one !== false).map(entry));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.querySelectorAll(".item")];
    all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
  });
  box.addEventListener("toggle", (event) => {
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") box.remove();
  });
  (anchor.closest(".pane") ?? document.body).append(box);
  box.showPopover();
  const at = anchor.getBoundingClientRect();
  const below = at.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - box.offsetHeight - 4)}px`;
  box.querySelector(".item")?.focus();
}
