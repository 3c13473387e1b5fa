// Owns the bar above the three: the story's time, the bot and what may happen to it, how it looks.

import { button, h, icon, openMenu } from "./dom.js";
import { avatar } from "./draw.js";
import { storyNow, w, written } from "./words.js";

/** The bar; `ask` asks the demo, `guide()` and `unseen()` turn those on and off. */
export class Bar {
  constructor(ask, { languages, guide, unseen }) {
    Object.assign(this, { ask, languages, state: { bot: "on", failing: false } });
    [this.clock, this.told] = [h("span", {}), h("span", { class: "long" })];
    this.lamp = h("span", { class: "lamp" });
    this.unseen = this.#tool("eye", "bar.unseen", unseen, { "aria-pressed": "false" });
    this.note = h("p", { class: "banner", role: "status", hidden: true });
    this.node = h("header", { class: "bar" }, [
      h("h1", {}, avatar({ bot: true }), h("span", {}, w("bar.title"))),
      h("div", { class: "tools-row" }, [
        this.#tool("map", "bar.guide", guide, {}),
        this.unseen,
        this.#menu([icon("clock"), this.clock], "bar.time", () => this.#times()),
        this.#menu([this.lamp, this.told], "bar.bot", () => this.#bot()),
        this.#menu([icon("sun")], "bar.looks", () => this.#looks()),
      ]),
    ]);
    setInterval(() => this.tick(), 5000);
  }

  #tool(sign, key, act, given) {
    const inside = [icon(sign), h("span", { class: "long" }, w(key))];
    return button("tool", inside, act, { "aria-label": w(key), ...given });
  }

  #menu(inside, key, items) {
    const act = (event) => openMenu(event.currentTarget, w(key), items());
    const given = { "aria-label": w(key), "aria-expanded": "false" };
    return button("tool", [inside, icon("down")], act, given);
  }

  #item(key, what, given = {}) {
    return { label: w(key), act: () => this.#asks({ do: what, ...given }) };
  }

  #times() {
    const morning = storyNow();
    morning.setDate(morning.getDate() + 1);
    morning.setHours(9, 0, 0, 0);
    const later = (key, seconds) => this.#item(`time.${key}`, "clock", { seconds });
    return [
      this.#item("time.more_asked", "clock", { until: "more_asked" }),
      later("ten_minutes", 600),
      later("three_hours", 3 * 3600),
      later("tomorrow", Math.round((morning - storyNow()) / 1000)),
      this.#item("time.check_in", "clock", { until: "check_in" }),
    ];
  }

  #bot() {
    const { bot, failing } = this.state;
    const plug = bot === "off" ? ["bot.plug_in", "plug_in"] : ["bot.pull", "pull_plug"];
    const [restart, fail] = [this.#item("bot.restart", "restart"), this.#item("bot.fail", "fail")];
    return [bot === "on" && restart, this.#item(...plug), !failing && fail];
  }

  #looks() {
    const theme = (name) => ({ label: w(`looks.${name}`), act: () => dress(name) });
    const speak = ({ code, name }) => ({ ...this.#item(name, "language", { language: code }) });
    const gallery = { label: w("bar.gallery"), href: "gallery" };
    const themes = ["system", "light", "dark"].map(theme);
    return [...themes, null, ...this.languages.map(speak), null, gallery];
  }

  async #asks(what) {
    try {
      const { told } = await this.ask(what);
      if (told) this.say(w(told));
    } catch (error) {
      this.say(error.message);
    }
  }

  /** Say something for a few seconds. */
  say(words) {
    this.note.textContent = words;
    this.note.hidden = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.note.hidden = true), 6000);
  }

  /** Take what the demo says of the bot and of Discord. */
  take(state) {
    this.state = state;
    const key = state.failing ? "failing" : state.bot;
    this.lamp.className = `lamp ${key}`;
    this.told.textContent = w(`state.${key}`);
    label(this.lamp, "bar.bot", this.told.textContent);
    this.tick();
  }

  tick() {
    this.clock.textContent = written(storyNow());
    label(this.clock, "bar.time", this.clock.textContent);
  }
}

function label({ parentNode }, key, told) {
  parentNode.setAttribute("aria-label", `${w(key)}: ${told}`);
}

/** Light, dark, or as the machine has it. */
export function dress(theme = sessionStorage.getItem("theme") ?? "system") {
  sessionStorage.setItem("theme", theme);
  document.documentElement.dataset.theme = theme;
}
