// Owns the bar above the three: the story's time, the bot and what may happen to it, how it looks.

import { h, icon, openMenu } from "./dom.js";
import { avatar } from "./message.js";
import { storyNow, w, written } from "./words.js";

const THEMES = ["system", "light", "dark"];

/** The bar; `does(what, given)` asks the demo, `guide()` and `unseen()` turn those on and off. */
export class Bar {
  constructor(does, { languages, guide, unseen }) {
    Object.assign(this, { does, languages, state: { bot: "on", failing: false } });
    this.clock = h("span", {});
    this.bot = h("span", { class: "lamp" });
    this.told = h("span", {});
    this.guide = h(
      "button",
      { type: "button", class: "tool", onclick: guide },
      icon("map"),
      this.#words("bar.guide"),
    );
    const look = { type: "button", class: "tool", "aria-pressed": "false", onclick: unseen };
    this.unseen = h("button", look, icon("eye"), this.#words("bar.unseen"));
    this.note = h("p", { class: "banner", role: "status", hidden: true });
    this.node = h("header", { class: "bar" }, [
      h("h1", {}, avatar("", true), h("span", {}, w("bar.title"))),
      h("div", { class: "tools-row" }, [
        this.guide,
        this.unseen,
        this.#menu([icon("clock"), this.clock], "bar.time", () => this.#times()),
        this.#menu([this.bot, this.told], "bar.bot", () => this.#bot()),
        this.#menu([icon("sun"), this.#words("bar.looks")], "bar.looks", () => this.#looks()),
      ]),
    ]);
    this.tick();
    setInterval(() => this.tick(), 5000);
  }

  #words(key) {
    return h("span", { class: "long" }, w(key));
  }

  #menu(inner, key, items) {
    const label = w(key);
    const act = (event) => openMenu(event.currentTarget, label, items());
    const given = {
      type: "button",
      class: "tool",
      "aria-label": label,
      "aria-expanded": "false",
      onclick: act,
    };
    return h("button", given, inner, icon("down"));
  }

  #times() {
    const seconds = Math.round((tomorrow() - storyNow()) / 1000);
    const later = (key, given) => ({ label: w(key), act: () => this.#asks("clock", given) });
    return [
      later("time.more_asked", { seconds: 125 }),
      later("time.ten_minutes", { seconds: 600 }),
      later("time.three_hours", { seconds: 3 * 3600 }),
      later("time.tomorrow", { seconds }),
      later("time.check_in", { until: "check_in" }),
    ];
  }

  #bot() {
    const { bot, failing } = this.state;
    const act = (key, what) => ({ label: w(key), act: () => this.#asks(what, {}) });
    const plug = bot === "off" ? act("bot.plug_in", "plug_in") : act("bot.pull", "pull_plug");
    const fail = !failing && act("bot.fail", "fail");
    return [bot === "on" && act("bot.restart", "restart"), plug, fail].filter(Boolean);
  }

  #looks() {
    const theme = (name) => ({ label: w(`looks.${name}`), act: () => dress(name) });
    const speak = ({ code, name }) => ({ label: name, act: () => this.#speak(code) });
    const gallery = { label: w("bar.gallery"), href: "gallery" };
    return [...THEMES.map(theme), null, ...this.languages.map(speak), null, gallery];
  }

  #speak(code) {
    sessionStorage.setItem("language", code);
    this.#asks("language", { language: code });
  }

  async #asks(what, given) {
    try {
      const { told } = await this.does({ do: what, ...given });
      if (told) this.say(w(told));
    } catch (error) {
      this.say(error.message || w("state.lost"));
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
    this.bot.className = `lamp ${key}`;
    this.told.textContent = w(`state.${key}`);
    this.tick();
  }

  tick() {
    this.clock.textContent = written(storyNow());
  }
}

/** Nine in the morning of the story's next day, where the reader is. */
function tomorrow() {
  const day = storyNow();
  day.setDate(day.getDate() + 1);
  day.setHours(9, 0, 0, 0);
  return day;
}

/** Light, dark, or as the machine has it. */
export function dress(theme = sessionStorage.getItem("theme") ?? "system") {
  sessionStorage.setItem("theme", theme);
  document.documentElement.dataset.theme = theme;
}
