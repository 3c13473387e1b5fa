// Owns the switch that shows beside what each of the three sees what each of them does not.

import { h, icon, named } from "./dom.js";
import { drawMessage } from "./message.js";
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

function draw(pane, panes) {
  const mine = new Set([...pane.person.messages.values()].flat().map((one) => one.id));
  const hidden = new Map();
  for (const { person } of panes.filter((one) => one !== pane)) {
    for (const message of [...person.messages.values()].flat().filter((one) => !mine.has(one.id))) {
      const known = hidden.get(message.id) ?? { message, people: [] };
      hidden.set(message.id, { message, people: [...known.people, person] });
    }
  }
  const all = [...hidden.values()].sort((a, b) => older(a.message.id, b.message.id)).slice(-MOST);
  const title = h("h3", {}, icon("eye"), w("unseen.title", { name: pane.person.name }));
  const about = h(
    "p",
    { class: "about" },
    w(`unseen.${pane.person.key}`, { name: pane.person.name }),
  );
  const list = h(
    "div",
    { class: "log", tabindex: "0", role: "group", "aria-label": title.textContent },
    all.map((one) => entry(one, pane.keyOf)),
  );
  const atEnd = pane.unseen.children.length === 0 || nearEnd(pane.unseen.lastChild);
  pane.unseen.replaceChildren(title, about, list);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function nearEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 60;
}

function entry({ message, people }, keyOf) {
  const [first] = people;
  const place = first.channels.get(message.channel_id);
  const where = place?.type === 1 ? w("pane.direct") : `#${place?.name ?? "?"}`;
  const names = people.flatMap((one, at) => [at ? ", " : "", named(one.name)]);
  const drawing = drawMessage(message, { see: first, keyOf });
  for (const one of drawing.querySelectorAll("button, select, input, a")) one.inert = true;
  const who = h("div", { class: "whose" }, w("unseen.only"), " ", names, ` · ${where}`);
  return h("div", { class: "hidden-from" }, who, drawing);
}
