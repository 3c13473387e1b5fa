// Owns drawing one message: who says it, to whom it answers, its words, and all that hangs at it.

import { h, icon, named, webAddress } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { attachments, drawn, paint } from "./parts.js";
import { w, written } from "./words.js";

const EPHEMERAL = 64;
const LOADING = 128;
const V2 = 1 << 15;

/** Whether only one person sees it. */
export const isEphemeral = (message) => Boolean(message.flags & EPHEMERAL);

/** A round sign for somebody: the ear of the bot, or the first letter of a name. */
export function avatar(name, isBot, key = "") {
  const inner = isBot ? icon("ear") : [...name][0]?.toUpperCase();
  return h("span", { class: `avatar ${isBot ? "bot" : key}`, "aria-hidden": "true" }, inner);
}

/** One message. `at` has: see (a Person), keyOf(id), and, where it can be used, press, choose, more,
 * react, dismiss. */
export function drawMessage(message, at) {
  const here = { ...at, message };
  const name = at.see?.called(message.author, message.member) ?? message.author.username;
  const classes = ["message", isEphemeral(message) && "ephemeral"].filter(Boolean).join(" ");
  const body = h("div", { class: "body" }, head(message, name), content(message, here));
  const look = avatar(name, message.author.bot, at.keyOf?.(message.author.id));
  const given = { class: classes, "data-id": message.id, "data-author": message.author.id };
  return h(
    "article",
    { ...given, "data-at": message.timestamp },
    above(message, here),
    look,
    body,
    tools(here),
  );
}

function head(message, name) {
  const when = new Date(message.timestamp);
  const badge = message.author.bot && h("span", { class: "badge" }, w("message.app"));
  const time = h(
    "time",
    { datetime: message.timestamp, title: when.toLocaleString() },
    written(when),
  );
  return h("div", { class: "head" }, named(name, { class: "name" }), badge, time);
}

function above(message, at) {
  const used = message.interaction;
  if (used) {
    const words = [
      named(at.see?.called(used.user) ?? used.user.username),
      ` ${w("message.used")} `,
    ];
    return h("div", { class: "above" }, icon("branch"), words, h("b", {}, `/${used.name}`));
  }
  const to = message.referenced_message;
  if (to === undefined) return null;
  if (to === null) return h("div", { class: "above" }, icon("branch"), w("message.gone"));
  const first = (to.content || to.embeds?.[0]?.description || "…").split("\n")[0];
  const words = h("span", { class: "quoted" }, inline(first.replace(/^> /, ""), at.see));
  return h(
    "div",
    { class: "above" },
    icon("branch"),
    named(at.see?.called(to.author) ?? "", { class: "name" }),
    words,
  );
}

function content(message, at) {
  if (message.flags & LOADING) {
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    return h(
      "p",
      { class: "thinking" },
      dots,
      w("message.thinking", { name: at.see?.called(message.author) }),
    );
  }
  const edited = message.edited_timestamp && h("small", { class: "edited" }, w("message.edited"));
  const words = h("div", { class: "text" }, markdown(message.content ?? "", at.see), edited);
  const parts = drawn(message.components, at);
  const stickers = (message.sticker_items ?? []).map((one) => h("p", { class: "file" }, one.name));
  return [
    (message.content || edited) && words,
    ...(message.embeds ?? []).map((embed) => drawEmbed(embed, at)),
    attachments(message, at),
    ...(message.message_snapshots ?? []).map((one) => forwarded(one.message, at)),
    stickers,
    parts.length > 0 && h("div", { class: message.flags & V2 ? "parts v2" : "parts" }, parts),
    reactions(message, at),
    isEphemeral(message) && foot(at),
    h("div", { class: "note", role: "status" }),
  ];
}

function drawEmbed(embed, at) {
  const href = webAddress(embed.url ?? "");
  const title = embed.title && inline(embed.title, at.see);
  const field = (one) =>
    h("div", { class: one.inline ? "field inline" : "field" }, [
      h("b", {}, inline(one.name, at.see)),
      h("div", {}, markdown(one.value, at.see)),
    ]);
  const box = h(
    "div",
    { class: "embed" },
    embed.author && h("small", {}, embed.author.name),
    title &&
      h(
        "div",
        { class: "title" },
        href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, title) : title,
      ),
    embed.description && h("div", { class: "text" }, markdown(embed.description, at.see)),
    embed.fields?.length > 0 && h("div", { class: "fields" }, embed.fields.map(field)),
    embed.image && drawn([{ type: 11, media: embed.image }], at),
    embed.footer && h("small", {}, embed.footer.text),
  );
  paint(box, embed.color);
  return box;
}

function forwarded(message, at) {
  return h(
    "div",
    { class: "embed" },
    h("small", {}, w("message.forwarded")),
    markdown(message.content, at.see),
  );
}

function reactions(message, at) {
  const all = message.reactions ?? [];
  if (!all.length) return null;
  const one = ({ emoji, count, me }) => {
    const act = () => at.react?.(message, emoji.name, !me);
    const given = {
      type: "button",
      class: "reaction",
      "aria-pressed": String(Boolean(me)),
      disabled: !at.react,
    };
    return h("button", { ...given, onclick: act }, emoji.name, h("span", {}, String(count)));
  };
  return h("div", { class: "reactions" }, all.map(one));
}

function foot(at) {
  const act = () => at.dismiss(at.message);
  const button =
    at.dismiss &&
    h("button", { type: "button", class: "plain", onclick: act }, w("message.dismiss"));
  const words = h("span", {}, w("message.only_you", { name: at.see?.name ?? "" }));
  return h("div", { class: "foot" }, icon("eye"), words, button);
}

function tools(at) {
  if (!at.more) return null;
  const act = (event) => at.more(at.message, event.currentTarget);
  const given = {
    type: "button",
    class: "tools",
    "aria-label": w("message.more"),
    "aria-expanded": "false",
  };
  return h("button", { ...given, onclick: act }, icon("more"));
}

/** Put a drawn message in the place of an older drawing; the focus stays where it was. */
export function replaceMessage(old, fresh) {
  const inside = old.contains(document.activeElement) ? document.activeElement : null;
  const id = inside?.dataset.id ?? inside?.closest("[data-id]")?.dataset.id;
  if (old.classList.contains("follows")) fresh.classList.add("follows");
  old.replaceWith(fresh);
  if (!inside) return;
  const same = id && [...fresh.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id);
  const target = same ?? fresh.querySelector(".parts button, .parts select") ?? fresh;
  if (target === fresh) fresh.tabIndex = -1;
  target.focus({ preventScroll: true });
}
