// Owns one person's side: their places, what they see there, what they do, and their open form.

import { Composer, Picker } from "./compose.js";
import { button, h, icon, named, openMenu } from "./dom.js";
import { avatar, drawMessage, replaceMessage } from "./draw.js";
import { Dialog } from "./form.js";
import { w } from "./words.js";

const TOGETHER = 7 * 60_000; // milliseconds in which messages of one person stand together
const PAGE = 50; // messages that come at once
const EMOJI = ["👍", "❤️", "✅", "😂"];

/** One of the three people. `ask` sends something to the demo, `changed` hears of each change. */
export class Pane {
  constructor(person, { ask, changed }) {
    Object.assign(this, { person, ask, changed, dialog: null, drawn: null });
    const { key, name } = person;
    this.tabs = h("nav", { class: "places", "aria-label": w("pane.places", { name }) });
    this.lines = h("div", {});
    this.log = h("div", { class: "log", role: "log", tabindex: "0" }, this.lines);
    this.typing = h("p", { class: "typing", "aria-hidden": "true" });
    const newer = [icon("down"), w("pane.newer")];
    this.below = button("below", newer, () => this.#toEnd(), { hidden: true });
    this.composer = new Composer(this);
    const inside = [this.tabs, this.log, this.below, this.typing, this.composer.node];
    this.inner = h("div", { class: "inner" }, inside);
    this.unseen = h("section", { class: "unseen", hidden: true });
    const title = h("h2", {}, named(name), h("small", {}, w(`person.${key}`)));
    const head = h("header", { class: "pane-head" }, avatar({ name, key }), title);
    this.node = h("section", { class: `pane ${key}`, id: `pane-${key}`, "aria-label": name });
    this.node.append(head, this.inner, this.unseen);
    this.log.addEventListener("scroll", () => this.atEnd && (this.below.hidden = true));
    setInterval(() => this.#showTyping(), 1000);
  }

  /** Do something as this person; the answer, or an Error with words. */
  does(what, given) {
    return this.ask({ do: what, who: this.person.key, channel: this.person.open, ...given });
  }

  /** The commands of a kind that can be used in the open place. */
  async commands(kind) {
    const { open, commands } = this.person;
    if (!commands.has(open)) commands.set(open, (await this.does("commands", {})).commands);
    return commands.get(open).filter((one) => one.kind === kind);
  }

  /** Run a command; an Error with words where the bot does not answer. */
  async runs(command, options) {
    const { failed } = await this.does("run", { command, options });
    if (failed) throw new Error(w("message.no_answer"));
  }

  /** Open a dialog for a command's options. */
  fillIn(command) {
    const submit = async (options) => {
      await this.runs(command.name, options);
      this.#close(dialog);
    };
    const form = { ...command, run: true, title: `/${command.name}` };
    const dialog = new Dialog(form, { submit, dismiss: () => this.#close(dialog) });
    for (const field of dialog.set.fields) {
      if (field.part.suggests) this.#suggest(field, command, dialog.set);
    }
    this.#open(dialog);
  }

  /** Open a place. */
  enter(channel) {
    const before = this.person.open;
    if (before === channel) return;
    this.person.open = channel;
    this.person.reads(channel);
    this.composer.turn(this.person.place, before);
    this.#all();
    this.#toEnd();
    this.changed();
  }

  /** Whether it stands on the screen, so that what comes counts as read. */
  show(shown) {
    this.person.shown = shown;
    this.node.classList.toggle("shown", shown);
    if (!shown) return;
    this.person.reads(this.person.open);
    this.#places();
  }

  unread() {
    return this.person.places.reduce((sum, { id }) => sum + this.person.unread(id), 0);
  }

  /** The newest control in the open place that does this. */
  control(action) {
    const wanted = [`[data-id*=":${action}:"]`, `[data-id*=":${action}."]`].join();
    return [...this.log.querySelectorAll(wanted)].filter((one) => !one.disabled).at(-1) ?? null;
  }

  /** Take a piece of news. */
  take(kind, data) {
    this.person.take(kind, data);
    if (kind === "begin" || kind === "places") this.#begin();
    else if (kind === "message" || kind === "gone" || kind === "reactions")
      this.#message(kind, data);
    if (["begin", "form", "form_gone"].includes(kind)) this.#forms();
    if (kind === "typing" || kind === "message") this.#showTyping();
    this.changed();
  }

  #begin() {
    this.composer.turn(this.person.place);
    for (const { id } of this.person.places.filter(({ id }) => !this.person.messages.has(id))) {
      this.#earlier(id);
    }
    this.#all();
  }

  #places() {
    const tab = ({ id, kind, name }) => {
      const count = this.person.unread(id);
      const sign = { dm: "ear", thread: "branch" }[kind] ?? "hash";
      const label = `${name || w("bar.title")} ${count} ${w("pane.unread")}`;
      const badge = count > 0 && h("span", { class: "count" }, String(count));
      const inside = [icon(sign), kind === "dm" ? w("bar.title") : named(name), " ", badge];
      const current = id === this.person.open ? "page" : null;
      const given = { "aria-current": current, "data-place": name || "dm" };
      if (count) given["aria-label"] = label;
      return button("", inside, () => this.enter(id), given);
    };
    const focused =
      this.tabs.contains(document.activeElement) && document.activeElement.dataset.place;
    this.tabs.replaceChildren(...this.person.places.map(tab));
    if (focused) this.tabs.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  }

  #all() {
    const { open, place } = this.person;
    this.drawn = open;
    const messages = this.person.in(open).map((one) => this.#draw(one));
    this.log.setAttribute(
      "aria-label",
      place?.kind === "dm" ? w("pane.direct") : (place?.name ?? ""),
    );
    const act = () => this.#earlier(open);
    const more = messages.length >= PAGE && button("button earlier", w("pane.earlier"), act);
    const empty = !messages.length && h("p", { class: "empty" }, w("pane.empty"));
    this.lines.replaceChildren(...[more, empty].filter(Boolean), ...messages);
    messages.forEach(together);
    this.#places();
  }

  async #earlier(channel) {
    const before = this.person.in(channel)[0]?.id;
    const told = await this.does("history", { channel, before }).catch(() => ({ messages: [] }));
    this.person.earlier(channel, told.messages);
    if (channel === this.person.open) this.#all();
  }

  #draw(message) {
    const { id, channel } = message;
    const does = (what, given) =>
      this.does(what, { channel, message: id, ...given }).catch(() => {});
    return drawMessage(message, {
      name: this.person.name,
      press: (part, node) => this.#use("press", message, { control: part.id }, node),
      choose: (part, values, node) =>
        this.#use("choose", message, { control: part.id, values }, node),
      react: (_, emoji, add) => does("react", { emoji, add }),
      dismiss: () => does("delete"),
      more: (_, anchor) => this.#more(message, anchor),
    });
  }

  #message(kind, data) {
    if (data.channel !== this.drawn) return this.#places();
    const old = this.#node(data.id);
    if (kind === "gone") return this.#remove(old);
    const message = this.person.message(data);
    if (!message) return;
    const fresh = this.#draw(message);
    this.#still(() => {
      if (old) replaceMessage(old, fresh);
      else this.#add(fresh, message);
      together(fresh);
    });
    if (message.mine) this.#toEnd();
    else if (!old && !this.atEnd) this.below.hidden = false;
  }

  #add(fresh, message) {
    this.lines.querySelector(".empty")?.remove();
    const all = this.person.in(this.drawn);
    const next = all[all.indexOf(message) + 1];
    this.lines.insertBefore(fresh, (next && this.#node(next.id)) ?? null);
  }

  #node(id) {
    return [...this.lines.children].find((one) => one.dataset.id === id);
  }

  #remove(node) {
    const next = node?.nextElementSibling;
    if (node?.contains(document.activeElement)) this.log.focus();
    node?.remove();
    if (next) together(next);
  }

  /** The end is 0, above it is less: so it stays in sight, whatever grows. */
  get atEnd() {
    return this.log.scrollTop > -60;
  }

  /** Change something where somebody reads further up. */
  #still(change) {
    const top = (one) => one.getBoundingClientRect().top;
    const seen = !this.atEnd && [...this.lines.children].find((one) => top(one) >= top(this.log));
    const before = seen && top(seen);
    change();
    if (seen?.isConnected) this.log.scrollTop += top(seen) - before;
  }

  #toEnd() {
    this.below.hidden = true;
    this.log.scrollTop = 0;
  }

  #showTyping() {
    const here = [...this.person.typing.values()].filter((one) => one.channel === this.person.open);
    const names = here.filter((one) => one.until > Date.now()).map((one) => one.name);
    const told = names.length ? w("pane.typing", { name: names.join(", ") }) : "";
    if (this.typing.textContent !== told) this.typing.textContent = told;
  }

  async #use(what, { id, channel }, given, node) {
    const note = (words) => {
      const line = this.#node(id)?.querySelector(".note");
      if (line) line.textContent = words;
    };
    node?.setAttribute("aria-busy", "true");
    try {
      const told = await this.does(what, { channel, message: id, ...given });
      note(told.failed ? w("message.no_answer") : "");
    } catch (error) {
      note(error.message);
    }
    node?.removeAttribute("aria-busy");
  }

  async #more(message, anchor) {
    const may = this.person.place?.may ?? {};
    const menus = message.mine ? [] : await this.commands(3).catch(() => []);
    const { mine, ephemeral } = message;
    const does = (what, given) => () => this.#use(what, message, given);
    const answer = (changes) => () => this.composer.answer(message, changes);
    const react = (emoji) => ({ label: emoji, act: does("react", { emoji, add: true }) });
    openMenu(anchor, w("message.more"), [
      may.write && !ephemeral && { label: w("menu.reply"), act: answer(false) },
      mine && { label: w("menu.edit"), act: answer(true) },
      (mine || (may.manage_messages && !ephemeral)) && {
        label: w("menu.delete"),
        act: does("delete"),
      },
      ephemeral && { label: w("message.dismiss"), act: does("delete") },
      ...menus.map(({ name, label }) => ({ label, act: does("menu", { command: name }) })),
      ...(may.react && !ephemeral ? [null, ...EMOJI.map(react)] : []),
    ]);
  }

  #forms() {
    const form = this.person.forms.at(-1);
    const known = this.dialog?.form;
    if (known && !known.run && known.form !== form?.form) this.#close(this.dialog);
    if (!form || this.dialog?.form.form === form.form) return;
    const submit = async (values) => {
      const { failed } = await this.does("submit", { form: form.form, values });
      if (failed) throw new Error(w("message.no_answer"));
    };
    const dismiss = () =>
      this.does("dismiss", { form: form.form }).catch(() => this.#close(dialog));
    const dialog = new Dialog(form, { submit, dismiss });
    this.#open(dialog);
  }

  #open(dialog) {
    if (this.dialog) this.#close(this.dialog);
    this.before = document.activeElement;
    this.dialog = dialog;
    this.inner.inert = true;
    this.node.append(dialog.node);
    dialog.show();
    this.changed();
  }

  #close(dialog) {
    if (this.dialog !== dialog) return;
    const { activeElement, body } = document;
    const had = activeElement === body || dialog.node.contains(activeElement); // Send is off by now
    dialog.node.remove();
    this.dialog = null;
    this.inner.inert = false;
    const back =
      this.node.contains(this.before) && this.before.isConnected ? this.before : this.log;
    if (had) back.focus({ preventScroll: true });
    this.changed();
  }

  #suggest({ part, control }, command, set) {
    const { field } = control;
    let chosen = null;
    const picker = new Picker(
      field,
      part.label,
      (one) => ([chosen, field.value] = [one, one.label]),
    );
    const look = async () => {
      const typed = field.value;
      picker.show([]); // Enter takes none of those before
      const given = { command: command.name, option: part.id, typed, options: await set.values() };
      const { choices } = await this.does("autocomplete", given).catch(() => ({}));
      const found = (choices ?? []).map((one) => ({ label: one.name, value: one.value }));
      if (typed === field.value && document.activeElement === field) picker.show(found);
    };
    control.value = () => (chosen?.label === field.value ? chosen.value : field.value);
    field.addEventListener("input", look);
    field.addEventListener("focus", look);
    control.node.append(picker.list);
  }
}

/** Put a message together with the one before it, where the same person wrote both; and the next. */
function together(node) {
  for (const one of [node, node.nextElementSibling]) {
    const before = one?.previousElementSibling?.dataset;
    if (!one?.dataset.by) continue;
    const same = before?.by === one.dataset.by && !one.querySelector(".above");
    const soon = same && Date.parse(one.dataset.at) - Date.parse(before.at) < TOGETHER;
    one.classList.toggle("follows", Boolean(soon) && !one.classList.contains("ephemeral"));
  }
}
