// Owns the line where somebody writes: words, files, answers, changes, commands with their options.

import { h, icon, named, plain } from "./dom.js";
import { asFile } from "./form.js";
import { choices } from "./parts.js";
import { w } from "./words.js";

const LARGEST = 8 * 2 ** 20;
let count = 0;

/** What can be picked under a field while somebody types; by mouse, or by arrows and Enter. */
export class Picker {
  constructor(field, label, choose) {
    [this.field, this.choose, this.items, this.at] = [field, choose, [], 0];
    this.list = h("div", {
      role: "listbox",
      class: "picker",
      id: `picker-${++count}`,
      "aria-label": label,
    });
    this.list.hidden = true;
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => setTimeout(() => this.show([]), 150));
  }

  /** Show these: {label, about, value}; none hides it. */
  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, at) => this.#entry(item, at)));
    this.list.hidden = items.length === 0;
    this.field[items.length ? "setAttribute" : "removeAttribute"]("aria-controls", this.list.id);
    this.#mark(0);
  }

  #entry(item, at) {
    const act = (event) => {
      event.preventDefault();
      this.#take(at);
    };
    const inner = [h("b", {}, plain(item.label)), item.about && h("small", {}, item.about)];
    return h("div", { role: "option", id: `${this.list.id}-${at}`, onpointerdown: act }, inner);
  }

  #take(at) {
    const item = this.items[at];
    this.show([]);
    this.choose(item);
  }

  #mark(at) {
    this.at = at;
    [...this.list.children].forEach((one, n) =>
      one.setAttribute("aria-selected", String(n === at)),
    );
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
    [this.pane, this.answers, this.changes, this.typed, this.drafts] = [
      pane,
      null,
      null,
      0,
      new Map(),
    ];
    this.area = h("textarea", { rows: 1, maxlength: 2000, class: "write" });
    this.picker = new Picker(this.area, w("compose.commands"), (one) => this.#command(one.value));
    this.files = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": w("compose.file"),
    });
    this.about = h("div", { class: "about", hidden: true });
    this.options = h("div", { class: "options-box" });
    const attach = () => this.files.click();
    const button = {
      type: "button",
      class: "plain",
      "aria-label": w("compose.file"),
      onclick: attach,
    };
    this.attach = h("button", button, icon("plus"));
    const send = {
      type: "button",
      class: "plain send",
      "aria-label": w("compose.send"),
      onclick: () => this.#send(),
    };
    this.line = h(
      "div",
      { class: "line" },
      this.attach,
      this.files,
      this.area,
      h("button", send, icon("send")),
    );
    this.note = h("p", { class: "note", role: "status" });
    this.node = h(
      "div",
      { class: "composer" },
      this.picker.list,
      this.about,
      this.options,
      this.line,
      this.note,
    );
    this.area.addEventListener("input", () => this.#typing());
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.files.addEventListener("change", () => this.#tellFiles());
  }

  /** Another place is open, or what one may do there changed. */
  turn(channel, before) {
    if (before && before !== channel?.id) {
      this.drafts.set(before, this.area.value);
      this.area.value = this.drafts.get(channel?.id) ?? "";
      this.rest();
    }
    const may = channel?.may ?? {};
    const name = channel?.type === 1 ? w("pane.direct") : `#${channel?.name ?? ""}`;
    this.attach.disabled = !(may.write && may.attach);
    this.area.placeholder = w(
      may.write ? "compose.write" : may.run ? "compose.only_commands" : "compose.closed",
      { place: name },
    );
    this.area.disabled = !may.write && !may.run;
    this.area.setAttribute("aria-label", w("compose.write", { place: name }));
  }

  /** Answer a message, or change one of one's own. */
  about_(message, changes) {
    this.rest();
    this[changes ? "changes" : "answers"] = message;
    const words = [w(changes ? "compose.changes" : "compose.answers"), " "];
    if (!changes) words.push(named(this.pane.person.called(message.author)));
    const stop = {
      type: "button",
      class: "plain",
      "aria-label": w("form.cancel"),
      onclick: () => this.rest(),
    };
    this.about.replaceChildren(h("span", {}, words), h("button", stop, icon("close")));
    this.about.hidden = false;
    if (changes) this.area.value = message.content;
    this.area.focus();
  }

  /** Neither an answer nor a change, no files, no command. */
  rest() {
    [this.answers, this.changes] = [null, null];
    this.about.hidden = true;
    this.files.value = "";
    this.options.replaceChildren();
    this.line.hidden = false;
    this.note.textContent = "";
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
    if (!asks && text && this.pane.channel?.may.write && Date.now() - this.typed > 8000) {
      this.typed = Date.now();
      this.pane.does("type", { channel: this.pane.channel.id }).catch(() => {});
    }
    if (!asks) return this.picker.show([]);
    const all = await this.pane.commands(1).catch(() => []);
    const wanted = this.area.value.slice(1).toLowerCase();
    const fits = all
      .flatMap((one) => flattened(one))
      .filter((one) => one.label.slice(1).startsWith(wanted));
    this.picker.show(this.area.value.startsWith("/") ? fits : []);
  }

  #tellFiles() {
    const files = [...this.files.files];
    const large = files.some((one) => one.size > LARGEST);
    if (large) this.files.value = "";
    const names = files.map((one) => one.name).join(", ");
    this.note.textContent = large
      ? w("compose.too_large")
      : names && w("compose.with", { files: names });
  }

  async #send() {
    const text = this.area.value.trim();
    const files = [...this.files.files];
    if (!text && !files.length) return;
    if (!files.length && !this.changes && /^\/\S/.test(text)) return this.#named(text);
    const channel = this.pane.channel.id;
    const given = { text, channel, reply_to: this.answers?.id, message: this.changes?.id };
    this.note.textContent = "";
    this.area.value = "";
    this.#grow();
    try {
      const read = (await Promise.all(files.map(asFile))).map((one) => one.file);
      await this.pane.does(this.changes ? "edit" : "send", { ...given, files: read });
      this.rest();
    } catch (error) {
      if (!this.area.value) this.put(text); // what one wrote is never lost
      this.note.textContent = error.message || w("state.lost");
    }
  }

  async #named(text) {
    const all = (await this.pane.commands(1).catch(() => [])).flatMap((one) => flattened(one));
    const found = all.find((one) => one.label === text);
    if (found) return this.#command(found.value);
    this.note.textContent = w("compose.no_command", { command: text });
  }

  #command({ name, options }) {
    this.area.value = "";
    this.#grow();
    if (!options.length) return this.#run(name, {});
    const fields = options.map((one) => this.#option(name, one, () => values()));
    const values = () =>
      Object.fromEntries(fields.map((one) => [one.name, one.value()]).filter(([, v]) => v !== ""));
    const run = async (event) => {
      event.preventDefault();
      if (!box.reportValidity()) return;
      const given = Object.entries(values());
      const read = async ([key, v]) => [key, v instanceof File ? await asFile(v) : v];
      this.rest();
      this.#run(name, Object.fromEntries(await Promise.all(given.map(read))));
    };
    const stop = { type: "button", class: "button secondary", onclick: () => this.rest() };
    const box = h("form", { onsubmit: run }, [
      h("b", {}, `/${name}`),
      fields.map((one) => h("div", { class: "field" }, one.label, one.node, one.picker)),
      h("div", { class: "row" }, [
        h("button", { type: "submit", class: "button primary" }, w("compose.run")),
        h("button", stop, w("form.cancel")),
      ]),
    ]);
    this.line.hidden = true;
    this.options.replaceChildren(box);
    box.addEventListener("keydown", (event) => event.key === "Escape" && this.rest());
    box.querySelector("input, select").focus();
  }

  #option(command, option, values) {
    const { name, type, required, autocomplete } = option;
    const id = `option-${++count}`;
    const label = h("label", { for: id }, option.name_localized ?? name, required && " *");
    const known = { 3: option.choices, 4: option.choices, 10: option.choices, 5: yesNo() }[type];
    const kinds = { 6: 5, 7: 8, 8: 6, 9: 7 };
    const all = known ?? (kinds[type] && choices({ type: kinds[type] }, this.pane.person));
    const given = { id, required, title: option.description_localized ?? option.description };
    if (all) {
      const list = all.map((one, at) =>
        h("option", { value: String(at) }, one.name_localized ?? one.name ?? one.label),
      );
      const node = h("select", given, h("option", { value: "" }, "–"), list);
      return {
        name,
        label,
        node,
        value: () => (node.value === "" ? "" : all[Number(node.value)].value),
      };
    }
    const number = type === 4 || type === 10;
    const kind = type === 11 ? "file" : number ? "number" : "text";
    const bounds = {
      min: option.min_value,
      max: option.max_value,
      minlength: option.min_length,
      maxlength: option.max_length,
    };
    const node = h("input", {
      ...given,
      ...bounds,
      type: kind,
      step: type === 10 ? "any" : null,
      autocomplete: "off",
    });
    const field = {
      name,
      label,
      node,
      value: () =>
        kind === "file"
          ? (node.files[0] ?? "")
          : number && node.value
            ? Number(node.value)
            : node.value,
    };
    if (autocomplete) this.#suggest(field, command, values);
    return field;
  }

  #suggest(field, command, values) {
    const picker = new Picker(field.node, field.name, (one) => {
      field.node.value = one.label;
      chosen = one;
    });
    let chosen = null;
    let asked = 0;
    const look = async () => {
      const mine = ++asked;
      const others = Object.fromEntries(
        Object.entries(values()).filter(([key]) => key !== field.name),
      );
      const given = { command, option: field.name, typed: field.node.value, options: others };
      const told = await this.pane
        .does("autocomplete", { ...given, channel: this.pane.channel.id })
        .catch(() => null);
      if (mine !== asked || document.activeElement !== field.node) return;
      picker.show((told?.choices ?? []).map((one) => ({ label: one.name, value: one.value })));
    };
    field.picker = picker.list;
    field.value = () => (chosen?.label === field.node.value ? chosen.value : field.node.value);
    field.node.addEventListener("input", look);
    field.node.addEventListener("focus", look);
  }

  async #run(command, options) {
    this.note.textContent = "";
    try {
      const told = await this.pane.does("run", { command, options, channel: this.pane.channel.id });
      if (told.failed) this.note.textContent = w("message.no_answer");
    } catch (error) {
      this.note.textContent = error.message || w("state.lost");
    }
  }
}

function yesNo() {
  return [true, false].map((value) => ({ name: w(value ? "compose.yes" : "compose.no"), value }));
}

/** A command, or each of the commands below it, as something to pick. */
function flattened(command, before = "") {
  const name = before ? `${before} ${command.name}` : command.name;
  const below = (command.options ?? []).filter((one) => one.type <= 2);
  if (below.length) return below.flatMap((one) => flattened(one, name));
  const about = command.description_localized ?? command.description;
  return [{ label: `/${name}`, about, value: { name, options: command.options ?? [] } }];
}
