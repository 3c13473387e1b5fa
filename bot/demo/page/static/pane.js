// Owns one person's side: their places, what they see there, what they do, and their open form.

import { Composer } from "./compose.js";
import { h, icon, named, openMenu } from "./dom.js";
import { FormDialog } from "./form.js";
import { avatar, drawMessage, replaceMessage } from "./message.js";
import { w } from "./words.js";

const TOGETHER = 7 * 60_000; // milliseconds in which messages of one person stand together
const EMOJI = ["👍", "❤️", "✅", "😂"];
const OWN = (person, message) => message.author.id === person.me.id;

/** One of the three people. `ask` sends something to the demo, `keyOf` gives a person's key by id. */
export class Pane {
  constructor(person, { ask, keyOf, changed }) {
    Object.assign(this, { person, ask, keyOf, changed, dialog: null, drawn: null, atEnd: true });
    person.heard = (kind, data) => this.#heard(kind, data);
    this.tabs = h("nav", {
      class: "places",
      "aria-label": w("pane.places", { name: person.name }),
    });
    this.log = h("div", { class: "log", role: "log", tabindex: "0" });
    this.typing = h("p", { class: "typing", "aria-hidden": "true" });
    const down = () => this.#toEnd();
    this.below = h(
      "button",
      { type: "button", class: "below", hidden: true, onclick: down },
      icon("down"),
      w("pane.newer"),
    );
    this.composer = new Composer(this);
    this.inner = h(
      "div",
      { class: "inner" },
      this.tabs,
      this.log,
      this.below,
      this.typing,
      this.composer.node,
    );
    this.unseen = h("section", { class: "unseen", hidden: true });
    this.node = h("section", {
      class: `pane ${person.key}`,
      id: `pane-${person.key}`,
      "data-person": person.key,
    });
    this.node.append(this.#head(), this.inner, this.unseen);
    this.log.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.#keepEnd()).observe(this.log);
    setInterval(() => this.#showTyping(), 1000);
  }

  get channel() {
    return this.person.channels.get(this.person.open);
  }

  /** Do something as this person; the answer, or an Error with words. */
  does(what, given) {
    return this.ask({ do: what, who: this.person.key, ...given });
  }

  /** The commands of a kind that can be used in the open place. */
  async commands(kind) {
    const { open, commands } = this.person;
    if (!commands.has(open))
      commands.set(open, (await this.does("commands", { channel: open })).commands);
    return commands.get(open).filter((one) => (one.type ?? 1) === kind);
  }

  /** Open a place. */
  enter(channel) {
    const before = this.person.open;
    if (before === channel) return;
    this.person.open = channel;
    this.person.reads(channel);
    this.composer.turn(this.channel, before);
    this.#all();
    this.changed(this);
  }

  /** Whether it stands on the screen, so that what comes counts as read. */
  show(shown) {
    this.person.shown = shown;
    this.node.classList.toggle("shown", shown);
    if (shown) {
      this.person.reads(this.person.open);
      this.#places();
      this.#keepEnd();
    }
  }

  unread() {
    return [...this.person.channels.keys()].reduce((sum, id) => sum + this.person.unread(id), 0);
  }

  /** The control of a message in the open place that does this, newest first. */
  control(action) {
    const all = [
      ...this.log.querySelectorAll(`[data-id*=":${action}:"], [data-id*=":${action}."]`),
    ];
    return all.filter((one) => !one.disabled).at(-1) ?? null;
  }

  // drawing

  #head() {
    const { key, name } = this.person;
    const title = h("h2", {}, named(name), h("small", {}, w(`person.${key}`)));
    return h("header", { class: "pane-head" }, avatar(name, false, key), title);
  }

  #heard(kind, data) {
    if (kind === "BEGIN") this.#begin();
    else if (/^(CHANNEL|THREAD)_/.test(kind)) this.#placesChanged(kind, data);
    else if (kind === "FORM_OPEN") this.#open(data);
    else if (kind === "FORM_CLOSE") this.#close(data.form);
    else if (kind.startsWith("MESSAGE_")) this.#message(kind, data);
    else if (kind.startsWith("GUILD_")) this.#all();
    if (kind === "TYPING_START" || kind.startsWith("MESSAGE_")) this.#showTyping();
    this.changed(this);
  }

  #begin() {
    const open = [...this.person.forms.values()].at(-1);
    if (this.dialog && open?.form !== this.dialog.form.form) this.#close(this.dialog.form.form);
    this.composer.turn(this.channel);
    this.#all();
    if (open && !this.dialog) this.#open(open);
  }

  #placesChanged(kind, data) {
    if (kind.endsWith("_CREATE")) this.#earlier(data.id, false);
    this.composer.turn(this.channel);
    if (this.drawn !== this.person.open) this.#all();
    else this.#places();
  }

  #places() {
    const tab = (place) => {
      const count = this.person.unread(place.id);
      const sign = place.type === 1 ? "ear" : place.type > 9 ? "branch" : "hash";
      const name =
        place.type === 1
          ? h("span", {}, this.person.app?.global_name ?? w("pane.direct"))
          : named(place.name);
      const badge =
        count > 0 &&
        h(
          "span",
          { class: "count" },
          String(count),
          h("span", { class: "quiet" }, w("pane.unread")),
        );
      const here = place.id === this.person.open;
      const given = {
        type: "button",
        "aria-current": here ? "page" : null,
        "data-place": place.name || "dm",
      };
      return h(
        "button",
        { ...given, onclick: () => this.enter(place.id) },
        icon(sign),
        name,
        badge,
      );
    };
    const focused =
      this.tabs.contains(document.activeElement) && document.activeElement.dataset.place;
    this.tabs.replaceChildren(...this.person.places().map(tab));
    if (focused) [...this.tabs.children].find((one) => one.dataset.place === focused)?.focus();
  }

  #all() {
    this.drawn = this.person.open;
    const messages = this.person.in(this.person.open).map((one) => this.#draw(one));
    this.log.setAttribute(
      "aria-label",
      this.channel?.type === 1 ? w("pane.direct") : (this.channel?.name ?? ""),
    );
    const earlier = {
      type: "button",
      class: "button secondary earlier",
      onclick: () => this.#earlier(this.person.open, true),
    };
    const more = messages.length >= 50 && h("button", earlier, w("pane.earlier"));
    const empty = !messages.length && h("p", { class: "empty" }, w("pane.empty"));
    this.log.replaceChildren(...[more, empty].filter(Boolean), ...messages);
    messages.forEach(together);
    this.#toEnd();
    this.#places();
  }

  async #earlier(channel, redraw) {
    const before = redraw ? this.person.in(channel)[0]?.id : undefined;
    const { messages } = await this.does("history", { channel, before }).catch(() => ({
      messages: [],
    }));
    this.person.older(channel, messages);
    if (channel === this.person.open) this.#all();
  }

  #draw(message) {
    const here = message.channel_id;
    const on = (what) => (part, given, node) => this.#use(what, message, part, given, node);
    return drawMessage(message, {
      see: this.person,
      keyOf: this.keyOf,
      press: (part, node) => on("press")(part, {}, node),
      choose: (part, values, node) => on("choose")(part, { values }, node),
      react: (one, emoji, add) =>
        this.does("react", { channel: here, message: one.id, emoji, add }).catch(() => {}),
      dismiss: (one) => this.does("delete", { channel: here, message: one.id }).catch(() => {}),
      more: (one, anchor) => this.#more(one, anchor),
    });
  }

  #message(kind, data) {
    const id = data.message_id ?? data.id;
    if (data.channel_id !== this.drawn) return this.#places();
    const old = this.#node(id);
    if (kind === "MESSAGE_DELETE") return this.#remove(old);
    const fresh = this.#draw(this.person.message(data.channel_id, id) ?? data);
    if (old) {
      replaceMessage(old, fresh);
      together(fresh);
      return this.#keepEnd();
    }
    if (kind !== "MESSAGE_CREATE") return;
    this.log.querySelector(".empty")?.remove();
    const next = this.person.in(this.drawn)[
      this.person.in(this.drawn).findIndex((one) => one.id === id) + 1
    ];
    this.log.insertBefore(fresh, next ? this.#node(next.id) : null);
    together(fresh);
    fresh.classList.add("fresh");
    if (this.atEnd || OWN(this.person, data)) this.#toEnd();
    else this.below.hidden = false;
  }

  #node(id) {
    return [...this.log.children].find((one) => one.dataset.id === id);
  }

  #remove(node) {
    if (!node) return;
    const next = node.nextElementSibling;
    if (node.contains(document.activeElement)) this.log.focus();
    node.remove();
    if (next) together(next);
    this.#places();
  }

  #scrolled() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    if (this.atEnd) this.below.hidden = true;
  }

  #toEnd() {
    this.atEnd = this.below.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  #keepEnd() {
    if (this.atEnd) this.#toEnd();
  }

  #showTyping() {
    const here = this.person.typing.get(this.person.open) ?? new Map();
    const names = [...here]
      .filter(([, until]) => until > Date.now())
      .map(([id]) => this.person.who(id) ?? "?");
    const told = names.length ? w("pane.typing", { name: names.join(", ") }) : "";
    if (this.typing.textContent !== told) this.typing.textContent = told;
  }

  // doing

  async #use(what, message, part, given, node) {
    const note = () => this.#node(message.id)?.querySelector(".note");
    node.setAttribute("aria-busy", "true");
    try {
      const base = { channel: message.channel_id, message: message.id, control: part.custom_id };
      const told = await this.does(what, { ...base, ...given });
      if (note()) note().textContent = told.failed ? w("message.no_answer") : "";
    } catch (error) {
      if (note()) note().textContent = error.message || w("state.lost");
    }
    node.removeAttribute("aria-busy");
  }

  async #more(message, anchor) {
    const { id, channel_id: channel } = message;
    const may = this.channel?.may ?? {};
    const menus = await this.commands(3).catch(() => []);
    const does = (what, given) => () =>
      this.does(what, { channel, message: id, ...given }).catch(() => {});
    const own = OWN(this.person, message);
    const ephemeral = message.flags & 64;
    const items = [];
    if (may.write && !ephemeral)
      items.push({ label: w("menu.reply"), act: () => this.composer.about_(message, false) });
    if (own) items.push({ label: w("menu.edit"), act: () => this.composer.about_(message, true) });
    if (own || (may.manage_messages && !ephemeral))
      items.push({ label: w("menu.delete"), act: does("delete") });
    if (ephemeral) items.push({ label: w("message.dismiss"), act: does("delete") });
    if (menus.length && !own) items.push(null);
    const used = (one) => ({
      label: one.name_localized ?? one.name,
      act: () => this.#menu(one.name, message),
    });
    items.push(...(own ? [] : menus.map(used)));
    if (may.react && !ephemeral)
      items.push(
        null,
        ...EMOJI.map((emoji) => ({ label: emoji, act: does("react", { emoji, add: true }) })),
      );
    openMenu(anchor, w("message.more"), items);
  }

  async #menu(command, message) {
    const node = this.#node(message.id) ?? this.log;
    const given = { channel: message.channel_id, message: message.id, command };
    await this.#use("menu", message, {}, given, node);
  }

  // forms

  #open(form) {
    if (this.dialog) this.#close(this.dialog.form.form);
    this.before = this.node.contains(document.activeElement) ? document.activeElement : this.log;
    const submit = async (values) => {
      const told = await this.does("submit", { form: form.form, values });
      if (told.failed) throw new Error(w("message.no_answer"));
    };
    const dismiss = () =>
      this.does("dismiss", { form: form.form }).catch(() => this.#close(form.form));
    this.dialog = new FormDialog(form, { see: this.person, submit, dismiss });
    this.inner.inert = true;
    this.node.append(this.dialog.node);
    if (this.person.shown) this.dialog.show();
  }

  #close(number) {
    if (this.dialog?.form.form !== number) return;
    const had = this.dialog.node.contains(document.activeElement);
    this.dialog.node.remove();
    this.dialog = null;
    this.inner.inert = false;
    if (had) (this.before?.isConnected ? this.before : this.log).focus({ preventScroll: true });
  }
}

/** Put a message together with the one before it, where the same person wrote both; and the next. */
function together(node) {
  for (const one of [node, node.nextElementSibling]) {
    const before = one?.previousElementSibling;
    if (!one?.dataset.author) continue;
    const same = before?.dataset.author === one.dataset.author && !one.querySelector(".above");
    const soon = same && Date.parse(one.dataset.at) - Date.parse(before.dataset.at) < TOGETHER;
    one.classList.toggle("follows", Boolean(soon) && !one.classList.contains("ephemeral"));
  }
}
