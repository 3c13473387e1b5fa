// Owns the page: three panes, the bar, the walk, and what comes over the one connection.

import { Bar, dress } from "./bar.js";
import { button, h } from "./dom.js";
import { avatar } from "./draw.js";
import { Guide } from "./guide.js";
import { Link } from "./link.js";
import { Pane } from "./pane.js";
import { Person } from "./people.js";
import { showUnseen } from "./unseen.js";
import { refreshTimes, setClock, speak, w } from "./words.js";

const NARROW = matchMedia("(max-width: 900px)");
const lost = h("p", { class: "banner lost", role: "alert", hidden: true });
let page = null;

dress();
const link = new Link(hear, (stands) => {
  lost.hidden = stands;
  lost.textContent = stands || !page ? "" : w("state.lost");
});
setInterval(refreshTimes, 5000);
NARROW.addEventListener("change", () => page?.turn(page.current));

function hear(told) {
  if (told.t === "hello") hello(told);
  if (told.t === "hello" || told.t === "state") state(told);
  if (told.t === "news") told.news.forEach((one) => page.panes[told.who].take(...one));
}

function state(told) {
  setClock(told.now);
  refreshTimes();
  page.bar.take(told);
}

function hello(told) {
  if (page?.language === told.language) return;
  speak(told.words, told.language);
  document.title = w("bar.title");
  page = new Page(told);
  document.getElementById("page").replaceChildren(...page.nodes());
  page.turn("asker");
}

class Page {
  constructor({ language, languages, people, steps }) {
    Object.assign(this, { language, unseen: false });
    const ask = (what) => link.ask(what);
    const given = { ask, changed: () => this.#changed() };
    this.all = people.map((one) => new Pane(new Person(one), given));
    this.panes = Object.fromEntries(this.all.map((one) => [one.person.key, one]));
    const turns = { guide: () => this.guide.toggle(), unseen: () => this.#look() };
    this.bar = new Bar(ask, { languages, ...turns });
    this.switch = this.bar.unseen;
    this.guide = new Guide(steps, this.panes, this);
    const tabs = this.all.map(({ person }) => this.#tab(person));
    this.turns = h("nav", { class: "turns", "aria-label": w("bar.people") }, tabs);
  }

  nodes() {
    const row = h(
      "main",
      { class: "panes" },
      this.all.map((one) => one.node),
    );
    return [this.bar.node, lost, this.bar.note, this.guide.node, row, this.turns];
  }

  /** Bring somebody to the front, where there is room for one. */
  turn(who) {
    this.current = who;
    for (const pane of this.all) pane.show(!NARROW.matches || pane.person.key === who);
    for (const one of this.turns.children) {
      one.setAttribute("aria-current", String(one.dataset.who === who));
    }
    this.#changed();
  }

  /** What brings somebody to the front. */
  tab(who) {
    return this.turns.querySelector(`[data-who="${who}"]`);
  }

  #look() {
    this.unseen = !this.unseen;
    this.switch.setAttribute("aria-pressed", String(this.unseen));
    this.#changed();
  }

  /** Something is different: once for all that came together. */
  #changed() {
    if (this.waits) return;
    this.waits = true;
    queueMicrotask(() => {
      this.waits = false;
      for (const one of this.turns.children) badge(one, this.panes[one.dataset.who].unread());
      showUnseen(this.all, this.unseen);
      this.guide.look();
    });
  }

  #tab(person) {
    const inside = [avatar(person), h("span", {}, person.name), h("span", { class: "count" })];
    return button("", inside, () => this.turn(person.key), { "data-who": person.key });
  }
}

function badge(tab, count) {
  tab.lastChild.hidden = count === 0;
  tab.lastChild.textContent = String(count);
}
