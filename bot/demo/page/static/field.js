// Owns what can be filled in, of forms, commands and selects alike: controls, faults, values.

import { h, plain } from "./dom.js";
import { w } from "./words.js";

const LARGEST = 8 * 2 ** 20; // bytes of a file
let count = 0;

/** Several fields. A control is {node, field, value(), group}; a value is text or a list. */
export class FieldSet {
  constructor(parts) {
    this.fields = parts.map((part) => new Field(part));
  }

  /** Whether all fit; the first that does not is gone to. */
  fits() {
    const wrong = this.fields.filter((one) => !one.fits());
    wrong[0]?.control.field?.focus();
    return wrong.length === 0;
  }

  /** What was filled in, by the fields' ids. */
  async values() {
    const read = async ({ part, control }) => [part.id, await sent(part, control.value())];
    return Object.fromEntries(await Promise.all(this.fields.map(read)));
  }
}

class Field {
  constructor(part) {
    const id = `field-${++count}`;
    const make = { line: text, long: text, number: text, box, file, one, many, radio: many };
    [this.part, this.control] = [part, make[part.kind](part)];
    this.fault = h("p", { class: "fault", id: `${id}-fault`, hidden: true });
    const star = part.needed && h("span", { class: "needed", title: w("form.required") }, " *");
    const about = part.about && h("small", { id: `${id}-about` }, part.about);
    const { field, node, group } = this.control;
    field?.setAttribute("aria-describedby", `${id}-fault${about ? ` ${id}-about` : ""}`);
    if (field) field.id = id;
    const label = group
      ? h("legend", {}, part.label, star)
      : h("label", { for: id }, part.label, star);
    this.node = h(group ? "fieldset" : "div", { class: "field" }, label, about, node, this.fault);
  }

  fits() {
    const { needed, least, most, kind } = this.part;
    const value = this.control.value();
    const size = value === false ? 0 : value.length;
    const [few, many] = Array.isArray(value) ? ["few", "many"] : ["short", "long"];
    let fault = "";
    if (!size) fault = needed ? w("form.required") : "";
    else if (kind !== "number" && size < (least ?? 0)) fault = w(`form.too_${few}`, { least });
    else if (kind !== "number" && size > (most ?? Infinity))
      fault = w(`form.too_${many}`, { most });
    else if (kind === "file" && value.some((one) => one.size > LARGEST))
      fault = w("form.too_large");
    this.fault.textContent = fault;
    this.fault.hidden = !fault;
    this.control.field?.setAttribute("aria-invalid", String(Boolean(fault)));
    return !fault;
  }
}

async function sent({ kind }, value) {
  if (kind === "file") return Promise.all(value.map(asFile));
  if (kind === "radio") return value[0] ?? "";
  return kind === "number" && value ? Number(value) : value;
}

/** A file as it goes over the connection. */
export function asFile(file) {
  if (file.size > LARGEST) throw new Error(w("form.too_large"));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    const read = () => ({ name: file.name, base64: reader.result.split(",", 2)[1] ?? "" });
    reader.onload = () => resolve({ file: read() });
    reader.onerror = () => reject(new Error(w("form.no_file")));
    reader.readAsDataURL(file);
  });
}

function text({ kind, placeholder, most, least, value }) {
  if (kind === "number") {
    const field = h("input", { type: "number", step: "any", min: least, max: most });
    return { node: field, field, value: () => field.value };
  }
  const given = { placeholder, maxlength: most, autocomplete: "off", value: value ?? "" };
  const field = kind === "long" ? h("textarea", given) : h("input", { type: "text", ...given });
  if (kind === "long") field.rows = 4;
  const left = h("small", { class: "left", "aria-hidden": "true" });
  const show = () => (left.textContent = most ? `${field.value.length} / ${most}` : "");
  field.addEventListener("input", show);
  show();
  return { node: h("div", {}, field, left), field, value: () => field.value };
}

function file({ most }) {
  const field = h("input", { type: "file", multiple: most > 1 });
  return { node: field, field, value: () => [...field.files] };
}

function box({ value }) {
  const field = h("input", { type: "checkbox", checked: value });
  return { node: field, field, value: () => field.checked };
}

function one({ choices, placeholder, needed, off, id, label }) {
  const empty = h("option", { value: "", disabled: needed }, placeholder ?? w("form.choose"));
  const entry = (choice, at) =>
    h("option", { value: String(at), selected: choice.chosen }, plain(choice.label));
  const given = { disabled: off, "data-id": id, "aria-label": label || w("form.choose") };
  const field = h("select", given, empty, choices.map(entry));
  if (!choices.some((choice) => choice.chosen)) field.value = "";
  const value = () => (field.value === "" ? [] : [choices[Number(field.value)].value]);
  return { node: field, field, value };
}

function many({ choices, kind, off, id }) {
  const type = kind === "radio" ? "radio" : "checkbox";
  const name = `choice-${++count}`;
  const inputs = choices.map((one) =>
    h("input", { type, name, checked: one.chosen, disabled: off }),
  );
  const line = ({ label, about }, at) =>
    h("label", { class: "option" }, inputs[at], [
      h("span", {}, plain(label), about && h("small", {}, about)),
    ]);
  const node = h("div", { class: "many", "data-id": id }, choices.map(line));
  const value = () => choices.filter((_, at) => inputs[at].checked).map((one) => one.value);
  return { node, field: inputs[0], value, group: true };
}
