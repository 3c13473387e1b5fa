// Owns the page's own words, which come with the first message, and how times are written.

let words = {};
let language = "en";
let ahead = 0;

/** Take the words of a language. */
export function speak(given, code) {
  [words, language] = [given, code];
  document.documentElement.lang = code;
}

/** A text by its key, its places filled in. */
export function w(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Take the moment that it is in the story, in milliseconds. */
export function setClock(now) {
  ahead = now - Date.now();
}

/** The moment that it is in the story. */
export function storyNow() {
  return new Date(Date.now() + ahead);
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** A moment as Discord writes it in one of its styles; R is how far it is away. */
export function moment(date, style = "f") {
  if (Number.isNaN(date.getTime())) return "?";
  if (style !== "R") {
    return new Intl.DateTimeFormat(language, STYLES[style] ?? STYLES.f).format(date);
  }
  const seconds = (date - storyNow()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(Math.round(seconds / size), unit);
}

/** When a message was written: the time, and the day where it is another one. */
export function written(date) {
  const today = date.toDateString() === storyNow().toDateString();
  const day = today ? {} : { weekday: "short", day: "numeric", month: "short" };
  const style = { ...day, hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(language, style).format(date);
}

/** Write all times anew that say how far they are away. */
export function refreshTimes() {
  for (const one of document.querySelectorAll("time[data-far]")) {
    const told = moment(new Date(one.dateTime), "R");
    if (one.textContent !== told) one.textContent = told;
  }
}
