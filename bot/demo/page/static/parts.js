// Owns drawing components of both generations, in messages and forms, and what is chosen in them.

import { h, icon, plain, webAddress } from "./dom.js";
import { markdown } from "./markdown.js";
import { w } from "./words.js";

const STYLES = {
  1: "primary",
  2: "secondary",
  3: "success",
  4: "danger",
  5: "link",
  6: "secondary",
};
const MAKERS = {
  1: (part, at) => h("div", { class: "row" }, drawn(part.components, at)),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (part, at) => h("div", { class: "text" }, markdown(part.content, at.see)),
  11: (part, at) => media(part, at),
  12: (part, at) =>
    h(
      "div",
      { class: "gallery" },
      part.items.map((item) => media(item, at)),
    ),
  13: (part, at) => file(part.file.url, part, at),
  14: (part) =>
    h("hr", { class: part.spacing === 2 ? "wide" : null, hidden: part.divider === false }),
  17: container,
};

/** The parts as nodes; `at` has the message, whose eyes see it, and what pressing does. */
export function drawn(parts = [], at) {
  return parts.map((part) => {
    const make = MAKERS[part.type];
    return make ? make(part, at) : h("div", { class: "unknown", "data-unknown": part.type });
  });
}

function button(part, at) {
  const label = [part.emoji?.name && h("span", {}, part.emoji.name), part.label];
  const look = `button ${STYLES[part.style] ?? "secondary"}`;
  const href = part.style === 5 ? webAddress(part.url) : null;
  if (href) {
    return h("a", { href, class: look, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  const act = (event) => at.press?.(part, event.currentTarget);
  const off = part.disabled || part.style === 5;
  const given = { type: "button", class: look, disabled: off, "data-id": part.custom_id };
  return h("button", { ...given, onclick: act }, label);
}

function section(part, at) {
  const texts = h("div", { class: "texts" }, drawn(part.components, at));
  return h("div", { class: "section" }, texts, drawn([part.accessory], at));
}

function container(part, at) {
  const box = h("div", { class: "container" }, drawn(part.components, at));
  paint(box, part.accent_color);
  return part.spoiler ? covered(box) : box;
}

/** Give a box the colour of its edge. */
export function paint(box, colour) {
  if (Number.isInteger(colour)) {
    box.style.setProperty("--edge", `#${colour.toString(16).padStart(6, "0")}`);
  }
}

function covered(box) {
  const show = h("button", { type: "button", class: "button secondary" }, w("message.spoiler"));
  const cover = h("div", { class: "covered" }, show, box);
  box.hidden = true;
  show.addEventListener("click", () => {
    box.hidden = false;
    show.remove();
  });
  return cover;
}

// files and pictures

/** Where a file of this world is served by the page; null for one from elsewhere. */
function ownFile(url, at) {
  const known = at.message.attachments ?? [];
  const name = url?.startsWith("attachment://") ? url.slice(13) : null;
  const one = known.find((a) => (name ? a.filename === name : a.url === url));
  if (one) return { href: `files/${one.id}/${encodeURIComponent(one.filename)}`, ...one };
  const id = /\/attachments\/\d+-(\d+)\/([^/?#]+)$/.exec(url ?? "");
  return id ? { href: `files/${id[1]}/${id[2]}`, filename: decodeURIComponent(id[2]) } : null;
}

function media(part, at) {
  const url = part.media?.url;
  const own = ownFile(url, at);
  const about = part.description ?? own?.filename ?? "";
  if (!own) return file(url, part, at);
  const image = h("img", { src: own.href, alt: about, loading: "lazy", class: "picture" });
  return part.spoiler ? covered(image) : image;
}

function file(url, part, at) {
  const own = ownFile(url, at);
  const href = own?.href ?? webAddress(url ?? "");
  const name = own?.filename ?? url?.replace(/^.*\//, "") ?? "?";
  const inner = [icon("file"), h("span", {}, plain(name)), own?.size && size(own.size)];
  if (!href) return h("span", { class: "file" }, inner);
  return h("a", { class: "file", href, download: own ? name : null, target: "_blank" }, inner);
}

function size(bytes) {
  const kilo = bytes / 1024;
  const told =
    kilo < 1
      ? `${bytes} B`
      : kilo < 1024
        ? `${kilo.toFixed(1)} kB`
        : `${(kilo / 1024).toFixed(1)} MB`;
  return h("small", {}, told);
}

/** What hangs at a message and is shown by no part of it. */
export function attachments(message, at) {
  const shown = (one) =>
    JSON.stringify(message.components ?? []).includes(`attachment://${one.filename}`);
  const box = h("div", { class: "files" });
  for (const one of (message.attachments ?? []).filter((one) => !shown(one))) {
    const part = {
      media: one,
      description: one.description,
      spoiler: one.filename.startsWith("SPOILER_"),
    };
    const picture = one.content_type?.startsWith("image/") && one.width;
    box.append(
      picture ? media(part, at) : file(one.url ?? `attachment://${one.filename}`, part, at),
    );
  }
  return box.childElementCount ? box : null;
}

// selects

const TAKEN = { 5: "user", 6: "role", 8: "channel" };

/** What can be chosen: {label, value, description, chosen}; a value is text, or {user: id}. */
export function choices(part, see) {
  if (part.options) {
    return part.options.map((one) => ({ ...one, chosen: one.default ?? false }));
  }
  const standing = new Set((part.default_values ?? []).map((one) => one.id));
  const as = (kind, id, label) => ({ label, value: { [kind]: id }, chosen: standing.has(id) });
  const members = [...(see?.members.values() ?? [])].map(({ user }) =>
    as("user", user.id, see.called(user)),
  );
  const roles = (see?.roles() ?? []).filter((one) => one.name !== "@everyone");
  const named = roles.map((one) => as("role", one.id, `@${one.name}`));
  const fits = (one) =>
    one.type !== 1 && (!part.channel_types?.length || part.channel_types.includes(one.type));
  const places = [...(see?.channels.values() ?? [])]
    .filter(fits)
    .map((one) => as("channel", one.id, `#${one.name}`));
  return { 5: members, 6: named, 7: [...members, ...named], 8: places }[part.type] ?? [];
}

/** A control in which one or several things are chosen: {node, value(), set()}. */
export function chooser(part, see, label, changed = () => {}) {
  const all = choices(part, see);
  const most = part.max_values ?? (part.type === 22 ? all.length : 1);
  return most > 1 ? several(part, all, label, changed) : one(part, all, label, changed);
}

function one(part, all, label, changed) {
  const empty = h("option", { value: "" }, part.placeholder ?? w("form.choose"));
  const least = part.min_values ?? (part.required === false ? 0 : 1);
  empty.disabled = least > 0;
  const options = all.map((one, at) =>
    h("option", { value: String(at), selected: one.chosen }, plain(one.label)),
  );
  const given = { "aria-label": label, disabled: part.disabled, "data-id": part.custom_id };
  const node = h("select", given, empty, options);
  if (!all.some((one) => one.chosen)) node.value = "";
  node.addEventListener("change", () => changed());
  return {
    node,
    field: node,
    value: () => (node.value === "" ? [] : [all[Number(node.value)].value]),
  };
}

function several(part, all, label, changed) {
  const boxes = all.map((one) =>
    h("input", { type: "checkbox", checked: one.chosen, disabled: part.disabled }),
  );
  const lines = all.map((one, at) => option(boxes[at], one));
  const given = { class: "many", "data-id": part.custom_id };
  const node = h("fieldset", given, h("legend", {}, label), lines);
  node.addEventListener("change", () => changed());
  return {
    node,
    field: boxes[0],
    value: () => all.filter((_, at) => boxes[at].checked).map((one) => one.value),
  };
}

/** A line with a box or a round one, its words, and what they mean. */
export function option(input, { label, description }) {
  const words = [h("span", {}, plain(label)), description && h("small", {}, description)];
  return h("label", { class: "option" }, input, h("span", { class: "words" }, words));
}

/** A select in a message. By mouse it is chosen at once, by keyboard with Enter or the button. */
function select(part, at) {
  const label = part.placeholder ?? w("form.choose");
  let keyed = false;
  const act = () => at.choose?.(part, made.value(), box);
  const ok = h(
    "button",
    { type: "button", class: "button secondary", onclick: act },
    w("form.take"),
  );
  const made = chooser(part, at.see, label, () => (keyed || !single ? (ok.hidden = false) : act()));
  const single = made.node.tagName === "SELECT";
  const box = h("div", { class: "select" }, made.node, ok);
  ok.hidden = true;
  box.addEventListener("keydown", (event) => {
    keyed = true;
    if (event.key === "Enter" && single && !ok.hidden) act();
  });
  box.addEventListener("pointerdown", () => (keyed = false));
  return box;
}
