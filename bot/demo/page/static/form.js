// Owns forms: one dialog inside the pane of whoever opened it; the other two people stay usable.

import { h, icon } from "./dom.js";
import { markdown } from "./markdown.js";
import { chooser, choices, option } from "./parts.js";
import { w } from "./words.js";

const ROW = 1;
const TEXT = 10;
const LABEL = 18;
let count = 0;

/** A form as a dialog. `at` has: see, submit(values), dismiss(); without submit nothing is sent. */
export class FormDialog {
  constructor(form, at) {
    [this.form, this.at, this.fields] = [form, at, []];
    const title = h("h3", { id: `form-${++count}` }, form.title);
    const close = () => at.dismiss?.();
    const shut = { type: "button", class: "plain", "aria-label": w("form.close"), onclick: close };
    const cancel = h(
      "button",
      { type: "button", class: "button secondary", onclick: close },
      w("form.cancel"),
    );
    this.send = h(
      "button",
      { type: "submit", class: "button primary", disabled: !at.submit },
      w("form.send"),
    );
    this.note = h("p", { class: "note", role: "alert" });
    const parts = (form.parts ?? form.components).map((part) => this.#part(part));
    const inner = h("form", { novalidate: true, onsubmit: (event) => this.#submit(event) }, [
      h("div", { class: "form-head" }, title, h("button", shut, icon("close"))),
      h("div", { class: "form-parts" }, parts, this.note),
      h("div", { class: "form-foot" }, cancel, this.send),
    ]);
    this.node = h(
      "dialog",
      { class: "form", "aria-labelledby": title.id, "aria-modal": "true" },
      inner,
    );
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.node.addEventListener("cancel", (event) => event.preventDefault());
  }

  /** Show it and go to its first field. */
  show() {
    this.node.show();
    (this.node.querySelector("[autofocus], input, textarea, select") ?? this.send).focus();
  }

  /** Fill in texts, in the order of the fields, as if somebody had typed them. */
  fill(texts) {
    const areas = this.node.querySelectorAll("textarea, input[type=text]");
    texts.slice(0, areas.length).forEach((text, at) => {
      areas[at].value = text;
      areas[at].dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.send.focus();
  }

  #part(part) {
    if (part.type === TEXT) return h("div", { class: "text" }, markdown(part.content, this.at.see));
    if (part.type === LABEL) return this.#field(part.component, part.label, part.description);
    if (part.type === ROW)
      return part.components.map((one) => this.#field(one, one.label ?? one.placeholder));
    return h("div", { class: "unknown", "data-unknown": part.type });
  }

  #field(part, label, description) {
    const make = { 4: textInput, 19: upload, 21: radios, 22: boxes, 23: box }[part.type];
    const made = (make ?? select)(part, label, this.at.see);
    if (!made) return h("div", { class: "unknown", "data-unknown": part.type });
    const needed = part.type !== 23 && (part.required ?? true);
    const id = `field-${++count}`;
    const error = h("p", { class: "fault", id: `${id}-fault`, hidden: true });
    this.fields.push({ part, made, needed, error });
    const star = needed && h("span", { class: "needed", title: w("form.required") }, " *");
    const about = description && h("small", { id: `${id}-about` }, description);
    made.field?.setAttribute("aria-describedby", `${id}-fault${about ? ` ${id}-about` : ""}`);
    if (made.group)
      return h(
        "fieldset",
        { class: "field" },
        h("legend", {}, label, star),
        about,
        made.node,
        error,
      );
    if (made.field) made.field.id = id;
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, label, star),
      about,
      made.node,
      error,
    );
  }

  async #submit(event) {
    event.preventDefault();
    if (this.send.disabled) return; // sent already, or there is nobody to send it to
    const faults = this.fields.filter((field) => !this.#fits(field));
    if (faults.length) return (faults[0].made.field ?? this.send).focus();
    this.send.disabled = true;
    this.note.textContent = "";
    try {
      const values = await Promise.all(this.fields.map(({ part, made }) => valueOf(part, made)));
      await this.at.submit(Object.fromEntries(values));
    } catch (error) {
      this.note.textContent = error.message || w("state.lost");
      this.send.disabled = false;
    }
  }

  #fits({ part, made, needed, error }) {
    const value = made.value();
    const empty = value.length === 0;
    let fault = needed && empty ? w("form.required") : "";
    if (part.type === 4 && !empty && value.length < (part.min_length ?? 0)) {
      fault = w("form.too_short", { least: part.min_length });
    }
    const least = part.min_values ?? 0;
    if (Array.isArray(value) && !empty && value.length < least)
      fault = w("form.too_few", { least });
    const most = part.max_values ?? (part.type === 22 ? Infinity : 1);
    if (Array.isArray(value) && value.length > most) fault = w("form.too_many", { most });
    error.textContent = fault;
    error.hidden = !fault;
    made.field?.setAttribute("aria-invalid", String(Boolean(fault)));
    return !fault;
  }
}

async function valueOf(part, made) {
  const value = part.type === 19 ? await Promise.all(made.value().map(asFile)) : made.value();
  const lonely = part.type === 21;
  return [part.custom_id, lonely ? (value[0] ?? "") : value];
}

/** A file as it goes over the connection. */
export function asFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      resolve({ file: { name: file.name, base64: reader.result.split(",", 2)[1] ?? "" } });
    reader.onerror = () => reject(new Error(w("form.no_file")));
    reader.readAsDataURL(file);
  });
}

function textInput(part) {
  const long = part.style === 2;
  const most = part.max_length ?? 4000;
  const given = { placeholder: part.placeholder, maxlength: most, autocomplete: "off" };
  const field = long
    ? h("textarea", { rows: 4, ...given })
    : h("input", { type: "text", ...given });
  field.value = part.value ?? "";
  const left = h("small", { class: "count", "aria-hidden": "true" });
  const show = () => (left.textContent = `${field.value.length} / ${most}`);
  field.addEventListener("input", show);
  show();
  return { node: h("div", {}, field, left), field, value: () => field.value };
}

function select(part, label, see) {
  if (![3, 5, 6, 7, 8].includes(part.type)) return null;
  const made = chooser(part, see, label);
  return { ...made, group: made.node.tagName === "FIELDSET" };
}

function upload(part) {
  const field = h("input", { type: "file", multiple: (part.max_values ?? 1) > 1 });
  return { node: field, field, value: () => [...field.files] };
}

function radios(part, label, see) {
  const name = `radio-${++count}`;
  const all = choices(part, see);
  const inputs = all.map((one) => h("input", { type: "radio", name, checked: one.chosen }));
  const value = () => all.filter((_, at) => inputs[at].checked).map((one) => one.value);
  const node = h(
    "div",
    { class: "options" },
    all.map((one, at) => option(inputs[at], one)),
  );
  return { node, field: inputs[0], value, group: true };
}

function boxes(part, label, see) {
  const all = choices(part, see);
  const inputs = all.map((one) => h("input", { type: "checkbox", checked: one.chosen }));
  const value = () => all.filter((_, at) => inputs[at].checked).map((one) => one.value);
  const node = h(
    "div",
    { class: "options" },
    all.map((one, at) => option(inputs[at], one)),
  );
  return { node, field: inputs[0], value, group: true };
}

function box(part) {
  const field = h("input", { type: "checkbox", checked: part.default ?? false });
  return { node: field, field, value: () => field.checked };
}
