// Owns the page: three panes, the bar, the walk, and what comes over the one connection.

import { Bar, dress } from "./bar.js";
import { h } from "./dom.js";
import { Guide } from "./guide.js";
import { Link } from "./link.js";
import { avatar } from "./message.js";
import { Pane } from "./pane.js";
import { Person } from "./people.js";
import { showUnseen } from "./unseen.js";
import { refreshTimes, setClock, speak, w } from "./words.js";

const NARROW = matchMedia("(max-width: 900px)");
const root = document.getElementById("page");

let page = null;
const lost = h("p", { class: "banner lost", role: "alert", hidden: true });

dress();
const link = new Link(hear, (stands) => {
  lost.hidden = stands;
  lost.textContent = stands || !page ? "" : w("state.lost");
});
setInterval(refreshTimes, 5000);
NARROW.addEventListener("change", () => page?.turn(page.current));

function hear(told) {
  if (told.t === "hello") hello(told);
  else if (told.t === "snapshot") page.person(told.who).begin(told.snapshot);
  else if (told.t === "changes")
    told.changes.forEach(([kind, data]) => page.person(told.who).take(kind, data));
  else if (told.t === "state") state(told);
}

function state(told) {
  setClock(told.now);
  refreshTimes();
  page.bar.take(told);
}

function hello(told) {
  if (page?.language !== told.language) {
    speak(told.words, told.language);
    document.title = w("bar.title");
    page = new Page(told);
    root.replaceChildren(...page.nodes());
    page.turn(page.current);
  }
  state(told);
}

class Page {
  constructor({ language, languages, people }) {
    this.language = language;
    this.current = "asker";
    this.looking = this.looked = false;
    const ids = new Map(people.map((one) => [one.id, one.key]));
    const given = {
      ask: (what) => link.ask(what),
      keyOf: (id) => ids.get(id),
      changed: () => this.changed(),
    };
    this.all = people.map((one) => new Pane(new Person(one), given));
    this.panes = Object.fromEntries(this.all.map((one) => [one.person.key, one]));
    this.bar = new Bar(given.ask, {
      languages,
      guide: () => this.guide.toggle(),
      unseen: () => this.look(!this.looking),
    });
    this.switch = this.bar.unseen;
    this.guide = new Guide(this.panes, this);
    this.turns = h(
      "nav",
      { class: "turns", "aria-label": w("bar.people") },
      this.all.map((one) => this.#turn(one)),
    );
  }

  nodes() {
    const row = h(
      "main",
      { class: "panes" },
      this.all.map((one) => one.node),
    );
    return [this.bar.node, lost, this.bar.note, this.guide.node, row, this.turns];
  }

  person(key) {
    return this.panes[key].person;
  }

  /** Bring somebody to the front, where there is room for one. */
  turn(who) {
    this.current = who;
    if (who === "moderator") this.looked = true;
    for (const pane of this.all) pane.show(!NARROW.matches || pane.person.key === who);
    for (const one of this.turns.children) {
      if (one.dataset.who === who) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    this.changed();
  }

  look(looking) {
    this.looking = looking;
    this.switch.setAttribute("aria-pressed", String(looking));
    document.body.classList.toggle("looking", looking);
    this.changed();
  }

  /** Something is different: once for all that came together. */
  changed() {
    if (this.waits) return;
    this.waits = true;
    queueMicrotask(() => {
      this.waits = false;
      for (const one of this.turns.children) badge(one, this.panes[one.dataset.who].unread());
      showUnseen(this.all, this.looking);
      this.guide.look();
    });
  }

  #turn({ person }) {
    const act = () => this.turn(person.key);
    const given = { type: "button", "data-who": person.key, onclick: act };
    const words = [h("span", {}, person.name), h("small", {}, w(`person.${person.key}`))];
    return h(
      "button",
      given,
      avatar(person.name, false, person.key),
      words,
      h("span", { class: "count", hidden: true }),
    );
  }
}

function badge(button, count) {
  const sign = button.querySelector(".count");
  sign.hidden = count === 0;
  sign.textContent = count ? String(count) : "";
}
