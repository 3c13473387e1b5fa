// Owns the first walk: what to press next, in whose pane, and words for who has none at hand.

import { button, h, icon, plain } from "./dom.js";
import { walk } from "./people.js";
import { w } from "./words.js";

/** The card of the walk; `panes` by who they are of, `page` says what it shows, and turns. */
export class Guide {
  constructor(steps, panes, page) {
    const at = Number(sessionStorage.getItem("step") ?? 0);
    Object.assign(this, { steps, panes, page, at, hinted: null });
    this.told = h("p", {});
    this.count = h("small", {});
    this.write = button("button primary", w("guide.write"), () => this.#write());
    this.next = button("button secondary", w("guide.next"), () => this.#go(this.at + 1));
    const silent = { "aria-label": w("guide.away") };
    const away = button("plain", icon("close"), () => this.toggle(false), silent);
    const given = { "aria-label": w("bar.guide"), hidden: sessionStorage.getItem("away") };
    this.node = h("section", { class: "guide", ...given }, [
      h("div", {}, this.told, this.count),
      h("div", { class: "row" }, this.write, this.next, away),
    ]);
  }

  /** Put it away, or show it again. */
  toggle(shown = this.node.hidden) {
    this.node.hidden = !shown;
    sessionStorage.setItem("away", shown ? "" : "yes");
    this.look();
  }

  /** See how far the three have come, and point at what is next. */
  look() {
    const before = this.at;
    while (this.at < this.steps.length - 1 && this.#over()) this.at += 1;
    if (this.at !== before) sessionStorage.setItem("step", this.at);
    const { key, who } = this.steps[this.at];
    const people = Object.values(this.panes).map(({ person }) => [person.key, plain(person.name)]);
    const told = w(`guide.${key}`, Object.fromEntries(people));
    if (this.text !== told) this.told.replaceChildren(...bold((this.text = told)));
    this.count.textContent = w("guide.count", { at: this.at + 1, of: this.steps.length });
    this.next.hidden = this.at === this.steps.length - 1;
    this.node.dataset.who = who ?? "";
    this.write.hidden = !this.#writable();
    this.#point();
  }

  #go(at) {
    this.at = Math.min(at, this.steps.length - 1);
    sessionStorage.setItem("step", this.at);
    this.look();
  }

  #over() {
    const { until = {}, page, who } = this.steps[this.at];
    if (this.panes[who]?.dialog) this.opened = this.at;
    const seen = ([key, signs]) => signs.some((sign) => this.#sees(this.panes[key], sign));
    return (page && this.page[page]) || Object.entries(until).some(seen);
  }

  #sees({ person, dialog }, sign) {
    if (sign === "#form") return Boolean(dialog);
    if (sign === "#sent") return this.opened === this.at && !dialog;
    if (sign === "#wrote") return person.in(person.direct).some((one) => one.mine);
    const does = ({ id }) => id?.split(":")[1]?.split(".")[0] === sign;
    return [...person.messages.values()].flat().some((one) => [...walk(one.parts)].some(does));
  }

  #writable() {
    const { who, write, fill } = this.steps[this.at];
    const { dialog, composer } = this.panes[who] ?? {};
    if (fill) return Boolean(dialog) && !dialog.node.querySelector("textarea")?.value;
    return Boolean(write) && !composer.area.value && !composer.area.disabled;
  }

  #write() {
    const { who, write, fill, place } = this.steps[this.at];
    const pane = this.panes[who];
    this.page.turn(who);
    if (fill) pane.dialog?.fill(fill.map((key) => w(key)));
    else {
      pane.enter(pane.person.places.find((one) => (one.name || "dm") === place)?.id);
      pane.composer.put(w(write));
    }
    this.look();
  }

  #point() {
    const target = this.node.hidden ? null : this.#target();
    if (target === this.hinted) return;
    this.hinted?.classList.remove("hint");
    this.hinted = target;
    target?.classList.add("hint");
  }

  #target() {
    const { who, place, press, write, page } = this.steps[this.at];
    if (page) return this.page.switch;
    const pane = this.panes[who];
    if (pane && !pane.person.shown) return this.page.tab(who);
    if (!pane || pane.dialog) return pane?.dialog.send;
    const tab = pane.tabs.querySelector(`[data-place="${place}"]`);
    if (tab && !tab.hasAttribute("aria-current")) return tab;
    return press ? pane.control(press) : write ? pane.composer.line : null;
  }
}

/** Words in which **some** are bold. */
function bold(text) {
  return text.split("**").map((piece, at) => (at % 2 ? h("b", {}, piece) : piece));
}
