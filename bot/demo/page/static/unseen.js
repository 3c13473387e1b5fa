// Owns the switch that shows beside what each of the three sees what each of them does not.

import { h, icon, named } from "./dom.js";
import { drawMessage } from "./draw.js";
import { older } from "./people.js";
import { w } from "./words.js";

const MOST = 60;

/** Write into each pane what only the others see. */
export function showUnseen(panes, shown) {
  for (const pane of panes) {
    pane.unseen.hidden = !shown;
    if (shown) draw(pane, panes);
  }
}

const all = (person) => [...person.messages.values()].flat();

function draw({ person, unseen }, panes) {
  const mine = new Set(all(person).map((one) => one.id));
  const hidden = new Map();
  for (const other of panes.map((one) => one.person).filter((one) => one !== person)) {
    for (const message of all(other).filter((one) => !mine.has(one.id))) {
      const people = [...(hidden.get(message.id)?.people ?? []), other];
      hidden.set(message.id, { message, people });
    }
  }
  const sorted = [...hidden.values()].sort((a, b) => older(a.message.id, b.message.id));
  const title = w("unseen.title", { name: person.name });
  const about = h("p", { class: "about" }, w(`unseen.${person.key}`, { name: person.name }));
  const given = { class: "log", tabindex: "0", role: "group", "aria-label": title };
  const list = h("div", given, h("div", {}, sorted.slice(-MOST).map(entry)));
  const { scrollTop } = unseen.lastChild ?? list;
  unseen.replaceChildren(h("h3", {}, icon("eye"), title), about, list);
  list.scrollTop = scrollTop;
}

function entry({ message, people }) {
  const [{ name, places }] = people;
  const place = places.find((one) => one.id === message.channel);
  const where = place?.kind === "dm" ? w("pane.direct") : `#${place?.name ?? ""}`;
  const names = people.flatMap((one, at) => [at ? ", " : "", named(one.name)]);
  const drawing = h("div", { inert: true }, drawMessage(message, { name }));
  const who = h("div", { class: "whose" }, w("unseen.only"), " ", names, ` · ${where}`);
  return h("div", { class: "hidden-from" }, who, drawing);
}
