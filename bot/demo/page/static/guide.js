// Owns the first walk: what to press next, in whose pane, and words for who has none at hand.

import { h, icon } from "./dom.js";
import { inline } from "./markdown.js";
import { actionOf, walk } from "./people.js";
import { w } from "./words.js";

const HINT = "hint";

const shows = (person, action) =>
  [...person.messages.values()]
    .flat()
    .some((one) => [...walk(one.components)].some((part) => actionOf(part) === action));
const wrote = (person) => person.in(person.direct).some((one) => one.author.id === person.me.id);
const filled = (pane) => pane.dialog?.node.querySelector("textarea")?.value;

// each has: whose pane and place, what to press there, what may be written, and when it is over
const STEPS = [
  {
    key: "ask",
    who: "asker",
    place: "welcome",
    action: "ask",
    over: ({ asker }) =>
      asker.dialog || shows(asker.person, "post") || shows(asker.person, "take_back"),
  },
  {
    key: "words",
    who: "asker",
    form: true,
    texts: ["example.ask", "example.wish"],
    over: ({ asker }) => shows(asker.person, "post") || shows(asker.person, "take_back"),
  },
  {
    key: "post",
    who: "asker",
    place: "welcome",
    action: "post",
    over: ({ asker, listener }) =>
      shows(asker.person, "take_back") || shows(listener.person, "read_it"),
  },
  {
    key: "accept",
    who: "listener",
    place: "dm",
    action: "accept",
    over: ({ asker }) => shows(asker.person, "end"),
  },
  {
    key: "hello",
    who: "listener",
    place: "dm",
    write: "example.hello",
    over: ({ listener }) => wrote(listener.person),
  },
  {
    key: "answer",
    who: "asker",
    place: "dm",
    write: "example.answer",
    over: ({ asker }) => wrote(asker.person),
  },
  { key: "unseen", over: (panes, page) => page.looking },
  { key: "moderator", who: "moderator", place: "staff", over: (panes, page) => page.looked },
  {
    key: "end",
    who: "asker",
    place: "dm",
    action: "end",
    over: ({ asker }) => shows(asker.person, "end_now") || shows(asker.person, "helped_yes"),
  },
  {
    key: "end_now",
    who: "asker",
    place: "dm",
    action: "end_now",
    over: ({ asker }) => shows(asker.person, "helped_yes"),
  },
  {
    key: "thanks",
    who: "asker",
    place: "dm",
    action: "say_thanks",
    texts: ["example.thanks"],
    sent: true,
  },
  { key: "free" },
];

/** The card of the walk; `panes` by who they are of, `page` says whether one looks at the unseen. */
export class Guide {
  constructor(panes, page) {
    Object.assign(this, {
      panes,
      page,
      at: Number(sessionStorage.getItem("step") ?? 0),
      hinted: null,
    });
    this.words = h("p", {});
    this.count = h("small", {});
    this.write = h(
      "button",
      { type: "button", class: "button primary", onclick: () => this.#write() },
      w("guide.write"),
    );
    this.next = h(
      "button",
      { type: "button", class: "button secondary", onclick: () => this.go(this.at + 1) },
      w("guide.next"),
    );
    const away = {
      type: "button",
      class: "plain",
      "aria-label": w("guide.away"),
      onclick: () => this.toggle(false),
    };
    const inner = [
      h("div", {}, this.words, this.count),
      h("div", { class: "row" }, this.write, this.next, h("button", away, icon("close"))),
    ];
    this.node = h(
      "section",
      { class: "guide", "aria-label": w("bar.guide"), hidden: sessionStorage.getItem("away") },
      inner,
    );
  }

  get step() {
    return STEPS[this.at];
  }

  /** Put it away, or show it again. */
  toggle(shown = this.node.hidden) {
    this.node.hidden = !shown;
    sessionStorage.setItem("away", shown ? "" : "yes");
    this.look();
  }

  /** Go to a step; the last one stays. */
  go(at) {
    this.at = Math.max(0, Math.min(at, STEPS.length - 1));
    sessionStorage.setItem("step", String(this.at));
    this.look();
  }

  /** See how far the three have come, and point at what is next. */
  look() {
    while (this.at < STEPS.length - 1 && this.#over()) this.at += 1;
    sessionStorage.setItem("step", String(this.at));
    const { key, who } = this.step;
    const names = Object.fromEntries(
      Object.values(this.panes).map(({ person }) => [person.key, person.name]),
    );
    const told = w(`guide.${key}`, names);
    if (this.words.dataset.told !== told) {
      this.words.dataset.told = told;
      this.words.replaceChildren(...inline(told));
    }
    this.count.textContent = w("guide.count", { at: this.at + 1, of: STEPS.length });
    this.next.hidden = this.at === STEPS.length - 1;
    this.node.dataset.who = who ?? "";
    this.write.hidden = !this.#writable();
    this.#point();
  }

  #over() {
    const { who, sent, over } = this.step;
    if (!sent) return over(this.panes, this.page);
    if (this.panes[who].dialog) this.opened = this.at;
    return this.opened === this.at && !this.panes[who].dialog;
  }

  #writable() {
    const { who, write, texts } = this.step;
    const pane = this.panes[who];
    if (texts) return Boolean(pane.dialog) && !filled(pane);
    return Boolean(write) && !pane.composer.area.value && !pane.composer.area.disabled;
  }

  async #write() {
    const { who, write, texts } = this.step;
    const pane = this.panes[who];
    this.page.turn(who);
    if (texts) pane.dialog?.fill(texts.map((key) => w(key)));
    else {
      pane.enter(pane.person.direct);
      pane.composer.put(w(write));
    }
    this.look();
  }

  #target() {
    const { who, place, action, write, form } = this.step;
    if (this.node.hidden) return null;
    if (this.step.key === "unseen") return this.page.switch;
    const pane = this.panes[who];
    if (!pane) return null;
    if (pane.dialog) return pane.dialog.send;
    if (form) return null;
    const tab = pane.tabs.querySelector(`[data-place="${place}"]`);
    if (tab && !tab.hasAttribute("aria-current")) return tab;
    return action ? pane.control(action) : write ? pane.composer.area : null;
  }

  #point() {
    const target = this.#target();
    if (target === this.hinted) return;
    this.hinted?.classList.remove(HINT);
    this.hinted = target;
    target?.classList.add(HINT);
  }
}
