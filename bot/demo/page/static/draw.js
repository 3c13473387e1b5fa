// Owns drawing: texts that were read as trees, parts, and whole messages.

import { button, h, icon, named, outside, plain } from "./dom.js";
import { FieldSet } from "./field.js";
import { moment, w, written } from "./words.js";

const TAGS = new Set("p h3 h4 h5 small blockquote ul ol li br strong em u s code pre".split(" "));
const PARTS = {
  text: (part) => h("div", { class: "text" }, words(part.text)),
  row: (part, at) => h("div", { class: "row" }, parts(part.parts, at)),
  button: pressed,
  field: select,
  section: (part, at) =>
    h("div", { class: "section" }, [
      h("div", { class: "texts" }, parts(part.parts, at)),
      parts([part.beside], at),
    ]),
  box,
  pictures: (part, at) => h("div", { class: "gallery" }, parts(part.parts, at)),
  picture: (part) =>
    covered(part, h("img", { src: part.src, alt: part.alt, class: "picture", loading: "lazy" })),
  file,
  line: (part) => h("hr", { hidden: part.blank }),
  columns: (part) =>
    h("div", { class: "fields" }, [
      part.items.map((one) => h("div", { class: one.inline ? "inline" : "" }, words(one.text))),
    ]),
};

/** The nodes of a tree of text. */
export function words(tree) {
  return tree.map((node) => (typeof node === "string" ? node : tagged(node)));
}

function tagged([tag, given, ...inside]) {
  if (TAGS.has(tag)) {
    const own = tag === "pre" ? { tabindex: "0" } : tag === "ol" ? { start: given.start } : {};
    return h(tag, own, words(inside));
  }
  if (tag === "a" && outside(given.href)) return h("a", outside(given.href), words(inside));
  if (tag === "at") return named(inside[0], { class: "mention" });
  if (tag === "time") return timed(new Date(given.at * 1000), given.style);
  if (tag === "spoiler") return spoiler(words(inside));
  return h("span", {}, words(inside));
}

function timed(date, style) {
  const given = { datetime: date.toISOString(), title: moment(date, "F") };
  return h("time", { ...given, "data-far": style === "R" }, moment(date, style));
}

function spoiler(inside) {
  const cover = h("span", { inert: true }, inside);
  const given = { "aria-label": w("message.spoiler"), "aria-expanded": "false" };
  const turn = ({ currentTarget }) => {
    cover.inert = !cover.inert;
    currentTarget.setAttribute("aria-expanded", String(!cover.inert));
    const { inert, textContent } = cover;
    currentTarget.setAttribute("aria-label", inert ? w("message.spoiler") : textContent);
  };
  return button("spoiler", cover, turn, given);
}

/** Parts as nodes; `at` has the message and what pressing and choosing does. */
export function parts(given, at) {
  const unknown = (part) => h("div", { class: "unknown", "data-unknown": part.kind });
  return given.map((part) => (PARTS[part.t] ?? unknown)(part, at));
}

function pressed(part, at) {
  const look = `button ${part.look}`;
  const link = part.href && outside(part.href);
  if (link) return h("a", { ...link, class: look }, part.label);
  const act = (event) => at.press?.(part, event.currentTarget);
  return button(look, part.label, act, { disabled: part.off, "data-id": part.id });
}

function box(part, at) {
  const made = h("div", { class: "box" }, parts(part.parts, at));
  if (part.colour) made.style.setProperty("--edge", part.colour);
  return covered(part, made);
}

function covered(part, node) {
  if (!part.covered) return node;
  node.hidden = true;
  const show = button("button secondary", w("message.spoiler"), () => {
    node.hidden = false;
    show.remove();
  });
  return h("div", {}, show, node);
}

function file({ name, href, size }) {
  const kilo = size && h("small", {}, `${(size / 1024).toFixed(1)} kB`);
  const inner = [icon("file"), h("span", {}, plain(name)), kilo];
  const link = href?.startsWith("files/") ? { href, download: name } : href && outside(href);
  return link ? h("a", { class: "file", ...link }, inner) : h("span", { class: "file" }, inner);
}

/** A select in a message: by mouse it is chosen at once, by keyboard with Enter or the button. */
function select(part, at) {
  let keyed = false;
  const set = new FieldSet([part]);
  const single = part.kind === "one";
  const act = async () => at.choose?.(part, (await set.values())[part.id], made);
  const ok = button("button secondary", w("form.take"), act, { hidden: true });
  const made = h("div", { class: "select" }, set.fields[0].node, ok);
  made.addEventListener("change", () => (keyed || !single ? (ok.hidden = false) : act()));
  made.addEventListener("pointerdown", () => (keyed = false));
  made.addEventListener("keydown", (event) => {
    keyed = true;
    if (event.key === "Enter" && single && !ok.hidden) act();
  });
  return made;
}

/** A round sign for somebody: the ear of the bot, or the first letter of a name. */
export function avatar({ name, bot, key }) {
  const inner = bot ? icon("ear") : [...plain(name)][0]?.toUpperCase();
  return h("span", { class: `avatar ${bot ? "bot" : key}`, "aria-hidden": "true" }, inner);
}

/** One message. `at` has, where it can be used: press, choose, react, dismiss, more; and `name`, of
 * whose eyes see it. */
export function drawMessage(message, at) {
  const { who, thinking, ephemeral } = message;
  const body = [head(message), thinking ? wait(who) : parts(message.parts, { ...at, message })];
  if (message.edited) body.push(h("small", {}, w("message.edited")));
  if (message.reactions.length) body.push(reactions(message, at));
  if (ephemeral) body.push(foot(message, at));
  const more = (event) => at.more(message, event.currentTarget);
  const tool = { "aria-label": w("message.more"), "aria-expanded": "false" };
  const given = { class: ephemeral ? "message ephemeral" : "message", "data-id": message.id };
  return h("article", { ...given, "data-by": who.name, "data-at": message.at }, [
    message.above && above(message.above),
    avatar(who),
    h("div", { class: "body" }, body, h("div", { class: "note", role: "status" })),
    at.more && button("tools", icon("more"), more, tool),
  ]);
}

function head({ who, at }) {
  const when = new Date(at);
  const badge = who.bot && h("span", { class: "badge" }, w("message.app"));
  const time = h("time", { datetime: at, title: when.toLocaleString() }, written(when));
  return h("div", { class: "head" }, named(who.name, { class: "name" }), badge, time);
}

function above({ used, name, text, gone }) {
  const who = named(name, { class: "name" });
  if (gone) return h("div", { class: "above" }, icon("branch"), w("message.gone"));
  const told = used ? [w("message.used"), h("b", {}, used)] : h("span", {}, words(text));
  return h("div", { class: "above" }, icon("branch"), who, told);
}

function wait({ name }) {
  return h("p", { class: "thinking" }, w("message.thinking", { name: plain(name) }));
}

function reactions(message, at) {
  const one = ({ emoji, count, me }) => {
    const given = { "aria-pressed": String(me), disabled: !at.react };
    return button("reaction", [emoji, ` ${count}`], () => at.react(message, emoji, !me), given);
  };
  return h("div", { class: "reactions" }, message.reactions.map(one));
}

function foot(message, at) {
  const away = at.dismiss && button("plain", w("message.dismiss"), () => at.dismiss(message));
  const told = at.name ? w("message.only", { name: at.name }) : w("message.only_you");
  return h("div", { class: "foot" }, icon("eye"), told, away);
}

/** Put a drawn message in the place of an older drawing; the focus stays where it was. */
export function replaceMessage(old, fresh) {
  const inside = old.contains(document.activeElement) && document.activeElement;
  fresh.classList.toggle("follows", old.classList.contains("follows"));
  old.replaceWith(fresh);
  if (!inside) return;
  const same = [...fresh.querySelectorAll("[data-id]")].find(
    (one) => one.dataset.id === inside.dataset.id,
  );
  const target = same ?? fresh.querySelector(".body :is(button, select)") ?? fresh;
  if (target === fresh) fresh.tabIndex = -1;
  target.focus({ preventScroll: true });
}
