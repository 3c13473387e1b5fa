// Owns the one connection to the demo: asking, hearing, and coming back by itself.

import { w } from "./words.js";

const SILENCE = 12_000; // milliseconds without a beat after which the connection counts as lost
const PAUSES = [200, 500, 1000, 2000, 4000];
const lost = () => new Error(w("state.lost"));

/** Hears everything and asks for things; `changed` is told whether the connection stands. */
export class Link {
  #hear;
  #changed;
  #socket = null;
  #waiting = new Map();
  #number = 0;
  #tries = 0;
  #heard = 0;

  constructor(hear, changed) {
    [this.#hear, this.#changed] = [hear, changed];
    setInterval(() => this.#look(), 2000);
    for (const name of ["online", "pageshow"]) addEventListener(name, () => this.#look());
    document.addEventListener("visibilitychange", () => this.#look());
    this.#open();
  }

  /** Ask for something; the answer, or an Error with words. */
  ask(what) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(lost());
    const n = ++this.#number;
    this.#socket.send(JSON.stringify({ n, ...what }));
    return new Promise((resolve, reject) => this.#waiting.set(n, { resolve, reject }));
  }

  #open() {
    const address = new URL("live", document.baseURI);
    address.protocol = "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#heard = Date.now();
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => socket === this.#socket && this.#lost();
    socket.onopen = () => socket.send(JSON.stringify({ n: 0, do: "hello", language: preferred() }));
  }

  #take(told) {
    this.#heard = Date.now();
    if (told.t === "hello") {
      this.#tries = 0;
      this.#changed(true);
    }
    if (told.t !== "did") return this.#hear(told);
    const { resolve, reject } = this.#waiting.get(told.n) ?? {};
    this.#waiting.delete(told.n);
    if (told.error) reject?.(new Error(told.error));
    else resolve?.(told);
  }

  #lost() {
    this.#changed(false);
    for (const { reject } of this.#waiting.values()) reject(lost());
    this.#waiting.clear();
    const pause = PAUSES[Math.min(this.#tries++, PAUSES.length - 1)];
    this.#socket = null;
    setTimeout(() => this.#socket ?? this.#open(), pause);
  }

  #look() {
    if (!this.#socket || Date.now() - this.#heard < SILENCE) return;
    const old = this.#socket;
    this.#socket = null;
    old.onmessage = old.onclose = null;
    old.close();
    this.#lost();
  }
}

function preferred() {
  return [sessionStorage.getItem("language"), ...navigator.languages].filter(Boolean);
}
