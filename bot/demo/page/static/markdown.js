// Owns the way from Discord's markdown to nodes. Only text, elements made here, and web addresses.

import { h, named, webAddress } from "./dom.js";
import { moment } from "./words.js";

const DEEPEST = 10;

// in this order; each is tried where the text stands (the flag y)
const INLINE = [
  [/\\([^A-Za-z0-9\s])/y, (found) => found[1]],
  [/(`{1,2})([^]*?[^`])\1(?!`)/y, (found) => h("code", {}, found[2])],
  [
    /\[((?:\\.|[^\]\\\n])+)\]\(<?([^\s<>)]+)>?\)/y,
    (found, inside) => link(found[2], inside(found[1]), found[0]),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, (found) => link(found[1], found[1], found[0])],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;"')\]*_~|]/y, (found) => link(found[0], found[0], found[0])],
  [/<@!?(\d+)>/y, (found, inside, see) => mention("@", see?.who(found[1]))],
  [/<@&(\d+)>/y, (found, inside, see) => mention("@", roleOf(see, found[1]))],
  [/<#(\d+)>/y, (found, inside, see) => mention("#", see?.channels.get(found[1])?.name)],
  [/<\/([^:>\n]+):\d+>/y, (found) => mention("/", found[1])],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (found) => time(found[1], found[2])],
  [/<a?:(\w+):\d+>/y, (found) => `:${found[1]}:`],
  [/\|\|([^]+?)\|\|/y, (found, inside) => spoiler(inside(found[1]))],
  [/\*\*\*([^]+?)\*\*\*/y, (found, inside) => h("strong", {}, h("em", {}, inside(found[1])))],
  [/\*\*([^]+?)\*\*(?!\*)/y, (found, inside) => h("strong", {}, inside(found[1]))],
  [/__([^]+?)__(?!_)/y, (found, inside) => h("u", {}, inside(found[1]))],
  [/~~([^]+?)~~/y, (found, inside) => h("s", {}, inside(found[1]))],
  [/\*(?=\S)((?:\\.|[^*\\])+?)\*(?!\*)/y, (found, inside) => h("em", {}, inside(found[1]))],
  [/(?<!\w)_((?:\\.|[^_\\])+)_(?!\w)/y, (found, inside) => h("em", {}, inside(found[1]))],
];
const NOTHING_SPECIAL = /[^\\`[<h|*_~\n]+/y;

/** The nodes of one piece of text, line breaks included; `see` is whose eyes it is read with. */
export function inline(text, see, depth = 0) {
  if (depth > DEEPEST) return [text];
  const nodes = [];
  const inside = (more) => inline(more, see, depth + 1);
  for (let at = 0; at < text.length;) {
    const [node, end] = next(text, at, inside, see);
    if (typeof node === "string" && typeof nodes.at(-1) === "string")
      nodes.push(nodes.pop() + node);
    else nodes.push(node);
    at = end;
  }
  return nodes;
}

function next(text, at, inside, see) {
  NOTHING_SPECIAL.lastIndex = at;
  const plain = NOTHING_SPECIAL.exec(text);
  if (plain) return [plain[0], NOTHING_SPECIAL.lastIndex];
  if (text[at] === "\n") return [h("br"), at + 1];
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) {
      const end = pattern.lastIndex; // before the pattern is used again further inside
      return [make(found, inside, see), end];
    }
  }
  return [text[at], at + 1];
}

function link(address, words, whole) {
  const href = webAddress(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words) : whole;
}

function mention(sign, name) {
  return h("span", { class: "mention" }, sign, named(name ?? "?"));
}

function roleOf(see, id) {
  return see?.roles().find((role) => role.id === id)?.name;
}

function time(seconds, style = "f") {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return seconds;
  const given = { datetime: date.toISOString(), title: moment(date, "F") };
  return h("time", { ...given, "data-far": style === "R" }, moment(date, style));
}

function spoiler(inside) {
  const box = h("button", { type: "button", class: "spoiler", "aria-expanded": "false" });
  const cover = h("span", { inert: true }, inside);
  box.append(cover);
  box.addEventListener("click", () => {
    cover.inert = !cover.inert;
    box.setAttribute("aria-expanded", String(!cover.inert));
  });
  return box;
}

const FENCE = /```(?:([\w+-]+)\n)?\n?([^]*?)\n?```/g;
const LINES = [
  [/^(#{1,3}) +(.+)$/, (found, see) => h(`h${found[1].length + 2}`, {}, inline(found[2], see))],
  [/^-# +(.+)$/, (found, see) => h("small", { class: "sub" }, inline(found[1], see))],
];
const ITEM = /^( *)(?:([-*])|(\d{1,9})\.) +(.*)$/;

/** A whole text as blocks. */
export function markdown(text, see) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(FENCE)) {
    nodes.push(...blocks(text.slice(at, found.index), see));
    nodes.push(h("pre", { tabindex: "0" }, h("code", {}, found[2])));
    at = found.index + found[0].length;
  }
  return [...nodes, ...blocks(text.slice(at), see)];
}

function blocks(text, see) {
  const nodes = [];
  const lines = text.split("\n");
  let paragraph = [];
  const flush = () => {
    while (paragraph.length && !paragraph[0].trim()) paragraph.shift();
    while (paragraph.length && !paragraph.at(-1).trim()) paragraph.pop();
    if (paragraph.length) nodes.push(h("p", {}, inline(paragraph.join("\n"), see)));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const [node, used] = block(lines, at, see);
    if (node) {
      flush();
      nodes.push(node);
      at += used - 1;
    } else paragraph.push(lines[at]);
  }
  flush();
  return nodes;
}

function block(lines, at, see) {
  for (const [pattern, make] of LINES) {
    const found = pattern.exec(lines[at]);
    if (found) return [make(found, see), 1];
  }
  if (lines[at].startsWith(">>> ")) {
    const rest = [lines[at].slice(4), ...lines.slice(at + 1)];
    return [h("blockquote", {}, blocks(rest.join("\n"), see)), rest.length];
  }
  const count = (fits) => lines.slice(at).findIndex((line) => !fits(line));
  const until = (fits) => (count(fits) < 0 ? lines.length - at : count(fits));
  const quoted = until((line) => line.startsWith("> "));
  if (quoted) {
    const inner = lines.slice(at, at + quoted).map((line) => line.slice(2));
    return [h("blockquote", {}, blocks(inner.join("\n"), see)), quoted];
  }
  const listed = until((line) => ITEM.test(line));
  return listed ? [list(lines.slice(at, at + listed), see), listed] : [null, 0];
}

function list(lines, see) {
  const [, , mark, start] = ITEM.exec(lines[0]);
  const box = mark ? h("ul") : h("ol", { start });
  for (let at = 0; at < lines.length; at++) {
    const [, indent, , , words] = ITEM.exec(lines[at]);
    const item = h("li", {}, inline(words, see));
    const below = lines
      .slice(at + 1)
      .findIndex((line) => ITEM.exec(line)[1].length <= indent.length);
    const deeper = below < 0 ? lines.length - at - 1 : below;
    if (deeper && indent.length < 12) {
      item.append(list(lines.slice(at + 1, at + 1 + deeper), see));
      at += deeper;
    }
    box.append(item);
  }
  return box;
}
