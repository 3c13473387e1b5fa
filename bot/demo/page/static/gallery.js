// Owns /gallery: everything the bot says, drawn by what draws it in the three panes.

import { dress } from "./bar.js";
import { button, h } from "./dom.js";
import { drawMessage } from "./draw.js";
import { Dialog } from "./form.js";
import { setClock, speak, w } from "./words.js";

const root = document.getElementById("gallery");
const asked = new URLSearchParams(location.search);

dress(asked.get("theme") ?? undefined);
show(await (await fetch(`gallery.json?${asked}`)).json());

function show({ words, language, languages, cases }) {
  speak(words, language);
  document.title = w("bar.gallery");
  const readers = [...new Set(cases.map((one) => one.reader))];
  const shown = cases.filter((one) => [null, "", one.reader].includes(asked.get("reader")));
  const names = languages.map(({ code, name }) => [code, name]);
  const people = readers.map((one) => [one, w(`gallery.${one}`)]);
  root.replaceChildren(
    h("header", { class: "bar" }, [
      h("h1", {}, w("bar.gallery")),
      h("a", { href: "./" }, w("gallery.back")),
      chosen("language", w("gallery.language"), names, language),
      chosen("reader", w("gallery.reader"), [["", w("gallery.all")], ...people]),
      ...["light", "dark"].map((one) => button("tool", w(`looks.${one}`), () => dress(one))),
    ]),
    h("main", { class: "cases" }, shown.map(drawn)),
  );
  root.dataset.drawn = String(shown.length);
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function chosen(name, label, options, value = asked.get(name) ?? "") {
  const list = options.map(([code, words]) => h("option", { value: code }, words));
  const field = h("select", { class: "tool", "aria-label": label }, list);
  field.value = value;
  field.addEventListener("change", () => {
    asked.set(name, field.value);
    location.search = asked;
  });
  return field;
}

function drawn({ id, reader, by, at, surface, message, form, commands }) {
  setClock(Date.parse(at));
  const about = [w(`gallery.${reader}`), w(`gallery.on_${surface}`), by]
    .filter(Boolean)
    .join(" · ");
  const head = h("h2", {}, h("a", { href: `#${id}` }, id), h("small", {}, about));
  const inside = message ? drawMessage(message, {}) : form ? opened(form) : listed(commands);
  return h("section", { class: "case", id }, head, inside);
}

function opened(form) {
  const { node } = new Dialog(form, { dismiss: () => {} });
  node.setAttribute("open", "");
  node.removeAttribute("aria-modal");
  return node;
}

function listed(commands) {
  const entry = ({ kind, name, label, about, parts }) => {
    const below = parts.map((one) => h("p", {}, h("code", {}, one.label), ` ${one.about}`));
    return h("li", {}, h("b", {}, kind === 1 ? `/${name}` : label), ` ${about ?? ""}`, below);
  };
  return h("ul", {}, commands.map(entry));
}
