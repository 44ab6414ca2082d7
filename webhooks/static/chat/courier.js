// Sends messages one after the other, each under an id of its own: sent again, it counts once.
// What is not sent yet lies in the browser's own database and survives a reload.
const STORE = "unsent", RETRY_AFTER = 8000;

function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("tanggap", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

// Private windows may have no database: then the page's own memory must do.
async function ask(mode, work) {
  try {
    const database = await open();
    return await new Promise((done, fail) => {
      const request = work(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  } catch { return undefined; }
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

export class Courier {
  #queue = [];
  #busy = false;
  #timer;

  constructor({ changed }) { this.changed = changed; }

  // Take up what an earlier visit left unsent.
  async resume() {
    const left = (await ask("readonly", (store) => store.getAll())) || [];
    const known = new Set(this.#queue.map((message) => message.id));
    for (const message of left.filter(({ id }) => !known.has(id)).sort((a, b) => a.at - b.at)) this.#add(message);
    this.#work();
  }

  send(parts) {
    const message = { ...parts, id: newId(), at: Date.now() };
    this.#add(message);
    ask("readwrite", (store) => store.put(message)).then(() => this.#work());
  }

  #add(message) { this.#queue.push(message); this.changed(message, "waiting"); }

  retry(id) {
    const message = this.#queue.find((other) => other.id === id);
    if (message) { message.refused = false; this.#work(); }
  }

  retryAll() { this.#work(); }

  drop(id) {
    const message = this.arrived(id);
    if (message) this.changed(message, "dropped");
  }

  // The server has it: it need not be kept.
  arrived(id) {
    const message = this.#queue.find((other) => other.id === id);
    if (!message) return undefined;
    this.#queue = this.#queue.filter((other) => other !== message);
    ask("readwrite", (store) => store.delete(id));
    return message;
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    for (let message; (message = this.#queue.find((other) => !other.refused));) {
      this.changed(message, "sending");
      const wait = await this.#post(message);
      if (!wait) continue;
      this.changed(message, "waiting");
      this.#timer = setTimeout(() => this.#work(), wait);
      break;
    }
    this.#busy = false;
  }

  // Post one message. Answers how long to wait before it may be tried again; 0: it is settled.
  async #post(message) {
    const form = new FormData();
    form.set("id", message.id);
    if (message.text) form.set("text", message.text);
    if (message.press) form.set("press", message.press);
    for (const name of ["lat", "lon", "accuracy"]) if (message[name] !== null) form.set(name, message[name]);
    for (const photo of message.photos) form.append("photo", photo, photo.name || "foto.jpg");
    let response;
    try {
      response = await fetch("/chat/messages", { method: "POST", body: form });
    } catch { return RETRY_AFTER; }
    if (response.status === 429) return 1000 * (Number(response.headers.get("Retry-After")) || 10);
    if (response.status >= 500) return RETRY_AFTER;
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
      this.arrived(message.id);
      this.changed(message, ["spooled", "kept"].includes(answer.taken) ? answer.taken : "sent");
    } else {
      message.refused = true;
      this.changed(message, "failed", answer.error);
    }
    return 0;
  }
}
