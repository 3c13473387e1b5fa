// Owns the line where somebody writes: words, files, answers, changes, and the commands.

import { button, h, icon, named, plain } from "./dom.js";
import { asFile } from "./field.js";
import { w } from "./words.js";

let count = 0;

/** What can be picked under a field while somebody types; by mouse, or by arrows and Enter. */
export class Picker {
  constructor(field, label, choose) {
    Object.assign(this, { field, choose, items: [], at: 0 });
    const given = { role: "listbox", class: "picker", id: `picker-${++count}`, hidden: true };
    this.list = h("div", { ...given, "aria-label": label });
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.show([]));
  }

  /** Show these: {label, about, value}; none hides it. */
  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, at) => this.#entry(item, at)));
    this.list.hidden = items.length === 0;
    this.field[items.length ? "setAttribute" : "removeAttribute"]("aria-controls", this.list.id);
    this.#mark(0);
  }

  #entry({ label, about }, at) {
    const act = (event) => {
      event.preventDefault();
      this.#take(at);
    };
    const given = { role: "option", id: `${this.list.id}-${at}`, onpointerdown: act };
    return h("div", given, h("b", {}, plain(label)), about && h("small", {}, about));
  }

  #take(at) {
    const item = this.items[at];
    this.show([]);
    this.choose(item);
  }

  #mark(at) {
    this.at = at;
    [...this.list.children].forEach((one, n) => one.setAttribute("aria-selected", `${n === at}`));
    const marked = this.list.children[at];
    if (marked) this.field.setAttribute("aria-activedescendant", marked.id);
    else this.field.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.at + step + this.items.length) % this.items.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.at);
    else if (event.key === "Escape") this.show([]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/** The writing line of one pane. */
export class Composer {
  constructor(pane) {
    Object.assign(this, { pane, answers: null, changes: null, typed: 0, drafts: new Map() });
    this.area = h("textarea", { rows: 1, maxlength: 2000, class: "write" });
    this.picker = new Picker(this.area, w("compose.commands"), ({ value }) => this.#command(value));
    const hears = { onchange: () => this.#tellFiles(), "aria-label": w("compose.file") };
    this.files = h("input", { type: "file", multiple: true, hidden: true, ...hears });
    this.about = h("div", { class: "about", hidden: true });
    const silent = (key) => ({ "aria-label": w(key) });
    const choose = () => this.files.click();
    this.attach = button("plain", icon("plus"), choose, silent("compose.file"));
    const send = button("plain send", icon("send"), () => this.#send(), silent("compose.send"));
    this.line = h("div", { class: "line" }, this.attach, this.files, this.area, send);
    this.note = h("p", { class: "note", role: "status" });
    const inside = [this.picker.list, this.about, this.line, this.note];
    this.node = h("div", { class: "composer" }, inside);
    this.area.addEventListener("input", () => this.#typing());
    this.area.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Another place is open, or what one may do there changed. */
  turn(place, before) {
    if (before && before !== place?.id) {
      this.drafts.set(before, this.area.value);
      this.rest(this.drafts.get(place?.id) ?? "");
    }
    const { write, attach, run } = place?.may ?? {};
    const name = place?.kind === "dm" ? w("pane.direct") : `#${place?.name ?? ""}`;
    const told = write ? "compose.write" : run ? "compose.only_commands" : "compose.closed";
    this.attach.disabled = !(write && attach);
    this.area.placeholder = w(told, { place: name });
    this.area.disabled = !write && !run;
    this.area.setAttribute("aria-label", w("compose.write", { place: name }));
  }

  /** Answer a message, or change one of one's own. */
  answer(message, changes) {
    this.rest(changes ? message.raw : this.area.value);
    this[changes ? "changes" : "answers"] = message;
    const who = changes
      ? w("compose.changes")
      : [w("compose.answers"), " ", named(message.who.name)];
    const silent = { "aria-label": w("form.cancel") };
    const stop = button("plain", icon("close"), () => this.rest(), silent);
    this.about.replaceChildren(h("span", {}, who), stop);
    this.about.hidden = false;
    this.area.focus();
  }

  /** Neither an answer nor a change, no files; and these words. */
  rest(text = "") {
    [this.answers, this.changes, this.files.value] = [null, null, ""];
    this.about.hidden = true;
    this.picker.show([]);
    this.note.textContent = "";
    this.area.value = text;
    this.#grow();
  }

  /** Put words there, as if somebody had typed them. */
  put(text) {
    this.area.value = text;
    this.area.focus();
    this.#grow();
  }

  #grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 140)}px`;
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
    if (event.key === "Escape" && !this.about.hidden) this.rest();
  }

  async #typing() {
    this.#grow();
    const text = this.area.value;
    const asks = /^\/[^\n]{0,40}$/.test(text);
    if (!asks && text && this.pane.person.place?.may.write && Date.now() - this.typed > 8000) {
      this.typed = Date.now();
      this.pane.does("type", {}).catch(() => {});
    }
    const fits = asks ? await this.#known((name) => name.startsWith(text.toLowerCase())) : [];
    if (this.area.value === text) this.picker.show(fits); // else what came later shows its own
  }

  async #known(fits) {
    const all = await this.pane.commands(1).catch(() => []);
    const shown = all.map((one) => ({ ...one, label: `/${one.name}`, value: one }));
    return shown.filter((one) => fits(one.label));
  }

  #tellFiles() {
    const names = [...this.files.files].map((one) => one.name).join(", ");
    this.note.textContent = names && w("compose.with", { files: names });
  }

  async #send() {
    const text = this.area.value.trim();
    const files = [...this.files.files];
    if (!text && !files.length) return;
    if (!files.length && !this.changes && /^\/\S/.test(text)) return this.#named(text);
    const given = { text, reply_to: this.answers?.id, message: this.changes?.id };
    const what = this.changes ? "edit" : "send";
    this.put("");
    try {
      const read = (await Promise.all(files.map(asFile))).map((one) => one.file);
      await this.pane.does(what, { ...given, files: read });
      this.rest(this.area.value);
    } catch (error) {
      if (!this.area.value) this.put(text); // what one wrote is never lost
      this.note.textContent = error.message;
    }
  }

  async #named(text) {
    const [found] = await this.#known((name) => name === text);
    if (found) this.#command(found.value);
    else this.note.textContent = w("compose.no_command", { command: text });
  }

  async #command(command) {
    this.rest();
    if (command.parts.length) return this.pane.fillIn(command);
    try {
      await this.pane.runs(command.name, {});
    } catch (error) {
      this.note.textContent = error.message;
    }
  }
}
