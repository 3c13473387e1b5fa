// Owns what each of the three sees: places, messages, members, forms, what is unread.

/** Put ids in the order in which they were made. */
export function older(a, b) {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** One of the three, as a snapshot and what changed since tell it. */
export class Person {
  /** `heard(kind, data)` is called after each change. */
  constructor({ key, name, opens }) {
    Object.assign(this, { key, name, opens, heard: () => {} });
    this.read = new Map();
    this.open = null;
    this.shown = true;
    this.forget();
  }

  forget() {
    this.channels = new Map();
    this.messages = new Map();
    this.members = new Map();
    this.guilds = new Map();
    this.forms = new Map();
    this.typing = new Map();
    this.commands = new Map();
  }

  /** Begin anew with all that this person sees now. */
  begin(snapshot) {
    const first = this.read.size === 0;
    this.forget();
    this.me = snapshot.user;
    this.app = snapshot.app.user;
    this.online = snapshot.app.status === "online";
    snapshot.guilds.forEach((guild) => this.#enter(guild));
    for (const place of snapshot.channels) this.channels.set(place.id, place);
    for (const [channel, messages] of Object.entries(snapshot.messages)) {
      this.messages.set(channel, messages);
      if (first) this.read.set(channel, messages.at(-1)?.id ?? "0");
    }
    for (const form of snapshot.forms) this.forms.set(form.form, form);
    if (!this.channels.has(this.open)) this.open = this.#first();
    if (this.shown) this.reads(this.open);
    this.heard("BEGIN", {});
  }

  /** Take one change. */
  take(kind, data) {
    const [, thing, what] = kind.match(/^(?:GUILD_)?([A-Z]+(?:_REACTION)?)_([A-Z]+)$/) ?? [];
    if (kind.startsWith("GUILD_ROLE")) this.#role(data);
    else if (kind === "GUILD_CREATE") this.#enter(data);
    else if (thing === "MEMBER") this.#member(data, what);
    else if (thing === "MESSAGE") this.#message(what, data);
    else if (thing === "MESSAGE_REACTION") this.#react(data);
    else if (thing === "CHANNEL" || thing === "THREAD") this.#place(what, data);
    else if (thing === "FORM" && what === "OPEN") this.forms.set(data.form, data);
    else if (thing === "FORM") this.forms.delete(data.form);
    else if (thing === "TYPING") this.#types(data);
    else if (thing === "PRESENCE") this.online = data.status === "online";
    else if (thing === "COMMANDS") this.commands.clear();
    this.heard(kind, data);
  }

  #first() {
    const all = this.places();
    return (all.find((one) => (one.name || "dm") === this.opens) ?? all[0])?.id ?? null;
  }

  /** All places, the direct messages last. */
  places() {
    return [...this.channels.values()].sort((a, b) => (a.type === 1) - (b.type === 1));
  }

  /** Everything that this person sees in a place, oldest first. */
  in(channel) {
    return this.messages.get(channel) ?? [];
  }

  message(channel, id) {
    return this.in(channel).find((one) => one.id === id);
  }

  /** The direct messages with the bot. */
  get direct() {
    return [...this.channels.values()].find((one) => one.type === 1)?.id;
  }

  /** Note that all in a place was read. */
  reads(channel) {
    const last = this.in(channel).at(-1);
    if (last) this.read.set(channel, last.id);
  }

  /** How many messages of others this person has not looked at. */
  unread(channel) {
    const read = this.read.get(channel) ?? "0";
    const fresh = (one) => older(one.id, read) > 0 && one.author.id !== this.me.id;
    return this.in(channel).filter(fresh).length;
  }

  /** What somebody is called here. */
  called(user, member) {
    const known = member ?? this.members.get(user?.id);
    if (user?.id === this.app?.id) return user.global_name ?? user.username;
    return known?.nick ?? user?.global_name ?? user?.username ?? "?";
  }

  who(id) {
    const user = id === this.app?.id ? this.app : this.members.get(id)?.user;
    return user ? this.called(user) : null;
  }

  roles() {
    return [...this.guilds.values()].flatMap((guild) => guild.roles);
  }

  older(channel, messages) {
    this.messages.set(channel, [...messages, ...this.in(channel)]);
  }

  #enter(guild) {
    this.guilds.set(guild.id, guild);
    for (const member of guild.members) this.members.set(member.user.id, member);
  }

  #member(data, what) {
    if (what === "REMOVE") this.members.delete(data.user.id);
    else this.members.set(data.user.id, data);
  }

  #role({ guild_id, role, role_id }) {
    const guild = this.guilds.get(guild_id);
    if (!guild) return;
    guild.roles = guild.roles.filter((one) => one.id !== (role?.id ?? role_id));
    if (role) guild.roles.push(role);
  }

  #message(what, data) {
    const all = this.in(data.channel_id).filter((one) => one.id !== data.id);
    if (what !== "DELETE") {
      const at = all.findLastIndex((one) => older(one.id, data.id) < 0) + 1;
      all.splice(at, 0, data);
    }
    this.messages.set(data.channel_id, all);
    if (what === "CREATE") this.typing.get(data.channel_id)?.delete(data.author.id);
    if (data.channel_id === this.open && this.shown) this.reads(this.open);
  }

  #react({ channel_id, message_id, reactions }) {
    const message = this.message(channel_id, message_id);
    if (message) message.reactions = reactions;
  }

  #place(what, data) {
    if (what === "DELETE") {
      this.channels.delete(data.id);
      this.messages.delete(data.id);
      if (this.open === data.id) this.open = this.#first();
    } else this.channels.set(data.id, data);
    this.commands.delete(data.id);
  }

  #types({ channel_id, user_id }) {
    const here = this.typing.get(channel_id) ?? new Map();
    this.typing.set(channel_id, here.set(user_id, Date.now() + 10_000));
  }
}

/** What a component does, by the name in its custom_id. */
export function actionOf(part) {
  return part.custom_id?.split(":")[1]?.split(".")[0];
}

/** All parts of a message or form, parents first. */
export function* walk(parts = []) {
  for (const part of parts) {
    yield part;
    yield* walk(part.components);
    if (part.component) yield* walk([part.component]);
    if (part.accessory) yield* walk([part.accessory]);
  }
}
