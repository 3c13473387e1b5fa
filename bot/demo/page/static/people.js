// Owns what each of the three sees: places, messages, forms, what is unread.

/** Put ids in the order in which they were made. */
export function older(a, b) {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** One of the three, as a beginning and the news since tell it. */
export class Person {
  constructor({ key, name, opens }) {
    Object.assign(this, { key, name, opens, read: new Map(), open: null, shown: true });
    Object.assign(this, { places: [], messages: new Map(), forms: [], commands: new Map() });
    this.typing = new Map();
  }

  /** Take a piece of news. */
  take(kind, data) {
    if (kind === "begin") this.#begin(data);
    else if (kind === "message") this.#message(data);
    else if (kind === "gone") this.#keep(data.channel, this.#others(data));
    else if (kind === "reactions") Object.assign(this.message(data) ?? {}, data);
    else if (kind === "places") this.#places(data.places);
    else if (kind === "form") this.forms.push(data);
    else if (kind === "form_gone") this.forms = this.forms.filter((one) => one.form !== data.form);
    else if (kind === "typing") this.typing.set(data.name, { ...data, until: Date.now() + 10_000 });
    else if (kind === "commands") this.commands.clear();
  }

  get place() {
    return this.places.find((one) => one.id === this.open);
  }

  /** The direct messages with the bot. */
  get direct() {
    return this.places.find((one) => one.kind === "dm")?.id;
  }

  /** Everything that this person sees in a place, oldest first. */
  in(channel) {
    return this.messages.get(channel) ?? [];
  }

  message({ channel, id }) {
    return this.in(channel).find((one) => one.id === id);
  }

  /** Note that all in a place was read. */
  reads(channel) {
    const last = this.in(channel).at(-1);
    if (last) this.read.set(channel, last.id);
  }

  /** How many messages of others this person has not looked at. */
  unread(channel) {
    const read = this.read.get(channel) ?? "0";
    return this.in(channel).filter((one) => !one.mine && older(one.id, read) > 0).length;
  }

  /** Put earlier messages of a place before those that are known. */
  earlier(channel, messages) {
    const known = new Set(messages.map((one) => one.id));
    this.#keep(channel, [...messages, ...this.in(channel).filter((one) => !known.has(one.id))]);
  }

  #begin({ places, messages, forms }) {
    const first = this.read.size === 0;
    this.messages = new Map(Object.entries(messages));
    this.forms = forms;
    this.commands.clear();
    this.#places(places);
    if (first) this.places.forEach(({ id }) => this.read.set(id, this.in(id).at(-1)?.id ?? "0"));
    if (this.shown) this.reads(this.open);
  }

  #places(places) {
    this.places = places.filter((one) => one.kind !== "dm");
    this.places.push(...places.filter((one) => one.kind === "dm"));
    this.commands.clear();
    const wanted = this.place ?? places.find((one) => (one.name || "dm") === this.opens);
    this.open = (wanted ?? this.places[0])?.id ?? null;
  }

  #others({ channel, id }) {
    return this.in(channel).filter((one) => one.id !== id);
  }

  #message(data) {
    const all = this.#others(data);
    all.splice(all.findLastIndex((one) => older(one.id, data.id) < 0) + 1, 0, data);
    this.#keep(data.channel, all);
    if (data.fresh) this.typing.delete(data.who.name);
    if (data.channel === this.open && this.shown) this.reads(this.open);
  }

  #keep(channel, messages) {
    this.messages.set(channel, messages);
  }
}

/** All parts of a message, those in others too. */
export function* walk(parts = []) {
  for (const part of parts) {
    yield part;
    yield* walk(part.parts);
    if (part.beside) yield part.beside;
  }
}
