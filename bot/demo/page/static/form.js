// Owns dialogs: one inside the pane of whoever opened it; the other two people stay usable.

import { button, h, icon } from "./dom.js";
import { parts } from "./draw.js";
import { FieldSet } from "./field.js";
import { w } from "./words.js";

let count = 0;

/** A form or a command's options as a dialog. Without `submit(values)` nothing can be sent; Escape
 * and the buttons call `dismiss()`. */
export class Dialog {
  constructor(form, { submit, dismiss }) {
    [this.form, this.submit] = [form, submit];
    this.set = new FieldSet(form.parts.filter((one) => one.t === "field"));
    const nodes = new Map(this.set.fields.map((one) => [one.part, one.node]));
    const title = h("h3", { id: `form-${++count}` }, form.title);
    const shut = button("plain", icon("close"), dismiss, { "aria-label": w("form.close") });
    this.send = button("button primary", w(form.run ? "form.run" : "form.send"), null, {
      type: "submit",
      disabled: !submit,
    });
    this.note = h("p", { class: "note", role: "alert" });
    const inner = h("form", { novalidate: true, onsubmit: (event) => this.#submit(event) }, [
      h("div", { class: "form-head" }, title, shut),
      h("div", { class: "form-parts" }, [
        form.parts.map((part) => nodes.get(part) ?? parts([part], {})),
        this.note,
      ]),
      h(
        "div",
        { class: "form-foot" },
        button("button secondary", w("form.cancel"), dismiss),
        this.send,
      ),
    ]);
    const given = { class: "form", "aria-labelledby": title.id, "aria-modal": "true" };
    this.node = h("dialog", given, inner);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
  }

  /** Show it and go to its first field. */
  show() {
    this.node.show();
    (this.node.querySelector("input, textarea, select") ?? this.send).focus();
  }

  /** Fill in texts, in the order of the fields, as if somebody had typed them. */
  fill(texts) {
    const fields = this.node.querySelectorAll("textarea, input[type=text]");
    texts.slice(0, fields.length).forEach((text, at) => {
      fields[at].value = text;
      fields[at].dispatchEvent(new Event("input"));
    });
    this.send.focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.send.disabled || !this.set.fits()) return; // sent already, or to be mended first
    this.send.disabled = true;
    this.note.textContent = "";
    try {
      await this.submit(await this.set.values());
    } catch (error) {
      this.note.textContent = error.message;
      this.send.disabled = false;
    }
  }
}
