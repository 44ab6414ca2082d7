// Draws the conversation. Text is only ever set as text, never as HTML.
const ICONS = { "📝": "note", "📍": "pin", "🏷️": "tag", "📷": "camera", "🚨": "alert", "✅": "check", "🙂": "smile" };
const PARTS = new RegExp(`(https?://\\S+|${Object.keys(ICONS).join("|")}|\\b[2-9CFGHJKMNPRTWXY]{4}-[2-9CFGHJKMNPRTWXY]{4}\\b)`, "u");
const KINDS = { location: "pin", photo: "camera" };
const TYPING_FOR = 12000;

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

function button(className, label, act, picture) {
  const made = element("button", className, ...(picture ? [icon(picture)] : []), label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export class View {
  #shown = new Map();      // cursor -> {node, seen} of what the server knows
  #waiting = new Map();    // id -> {node, urls} of what it does not
  #arrived = new Set();    // ids of one's own messages that the server has
  #dots; #dotsTimer; #day;

  constructor(root, words, acts) {
    this.log = root.querySelector(".chat-log");
    this.words = words;
    this.acts = acts;
    this.track = root.dataset.track;
    this.language = document.documentElement.lang;
    this.newest = root.querySelector(".chat-newest");
    this.newest.addEventListener("click", () => this.#scroll());
    this.log.addEventListener("scroll", () => { if (this.#atEnd()) this.newest.hidden = true; });
  }

  get empty() { return !this.#shown.size && !this.#waiting.size; }

  // Draw a message of the server, or draw it anew. Answers whether it says anything new.
  show(message) {
    const seen = JSON.stringify(message), known = this.#shown.get(message.cursor);
    if (known?.seen === seen) return false;
    const stay = this.#atEnd(), mine = this.#waiting.get(message.id);
    const node = this.#message(message, mine);
    if (known) known.node.replaceWith(node);
    else if (mine) mine.node.replaceWith(node);
    else this.#append(node, message.at);
    this.#shown.set(message.cursor, { node, seen });
    if (message.id) this.#arrived.add(message.id);
    this.#waiting.delete(message.id);
    if (message.from === "bot") this.typing(false);
    if (message.pressed) this.#settle((quick) => quick.dataset.id === message.pressed, message.pressed);
    if (message.pin) this.#settle((quick) => quick.dataset.kind === "location");
    if (message.photos.length && message.from === "citizen") this.#settle((quick) => quick.dataset.kind === "photo");
    this.#moved(stay, message.from === "bot");
    return !known;
  }

  // Draw a message of one's own before the server has it.
  pending(message, state, problem) {
    if (this.#arrived.has(message.id)) return;
    const old = this.#waiting.get(message.id);
    const urls = old?.urls || message.photos.map((photo) => URL.createObjectURL(photo));
    const node = this.#message({
      from: "citizen", text: message.text || message.label, at: new Date(message.at).toISOString(), buttons: [],
      photos: urls.map((url) => ({ url })), pin: message.lat === null ? null : message,
    });
    node.classList.add("msg-pending", `is-${state}`);
    const foot = node.querySelector(".foot");
    foot.replaceChildren(problem || this.words[state]);
    if (state === "failed" || state === "waiting") foot.append(" ", button("link-button", this.words.retry, () => this.acts.retry(message.id)));
    if (state === "failed") foot.append(" ", button("link-button", this.words.drop, () => this.acts.drop(message.id)));
    if (old) old.node.replaceWith(node); else this.log.append(node);
    this.#waiting.set(message.id, { node, urls });
    if (message.press) this.#settle((quick) => quick.dataset.id === message.press, message.press);
    if (this.#dots) this.log.append(this.#dots);
    if (!old) this.#scroll();
  }

  forget(id) {
    this.#waiting.get(id)?.node.remove();
    this.#waiting.delete(id);
  }

  typing(on) {
    clearTimeout(this.#dotsTimer);
    if (!on) { this.#dots?.remove(); this.#dots = undefined; return; }
    if (!this.#dots) {
      const dots = element("div", "bubble dots", element("i"), element("i"), element("i"), element("span", "sr", this.words.typing));
      this.#dots = element("div", "msg msg-bot", dots);
      this.log.append(this.#dots);
      this.#scroll();
    }
    this.#dotsTimer = setTimeout(() => this.typing(false), TYPING_FOR);
  }

  preview(photo, remove) {
    const picture = element("img");
    picture.src = photo.url;
    picture.alt = photo.file.name;
    const away = button("preview-remove", "", remove, "close");
    away.setAttribute("aria-label", `${this.words.photoRemove}: ${photo.file.name}`);
    return element("div", "preview", picture, away);
  }

  // --- parts -----------------------------------------------------------------------------------

  #message(message, mine) {
    const citizen = message.from === "citizen";
    const bubble = element("div", "bubble", message.person
      ? element("span", "author", this.words.person)
      : element("span", "sr", `${citizen ? this.words.you : this.words.bot}: `));
    if (message.photos.length) bubble.append(element("div", "photos", ...message.photos.map((photo, at) => this.#photo(photo, mine?.urls[at]))));
    if (message.pin) bubble.append(element("span", "pin", icon("pin"), `${this.words.pin} (${message.pin.lat.toFixed(5)}, ${message.pin.lon.toFixed(5)})`));
    if (message.text) bubble.append(element("span", "text", ...this.#text(message.text)));
    const node = element("div", `msg msg-${message.from}`, bubble);
    const at = new Date(message.at);
    const time = element("time", "", at.toLocaleTimeString(this.language, { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = message.at;
    node.append(element("div", "foot", time));
    if (message.buttons.length) node.append(element("div", "quicks", ...message.buttons.map((choice) => this.#quick(choice))));
    return node;
  }

  #text(text) {
    return text.split(PARTS).filter(Boolean).map((part) => {
      if (ICONS[part]) return icon(ICONS[part]);
      if (!PARTS.test(part)) return part;
      const link = element("a", "number", part);
      if (part.startsWith("http")) {
        link.className = "address";
        link.href = part;
        link.target = "_blank";
        link.rel = "noopener noreferrer";
        return link;
      }
      link.href = `${this.track}?nomor=${part}`;
      return link;
    });
  }

  #quick(choice) {
    const label = choice.label.replace(PARTS, (part) => (ICONS[part] ? "" : part)).trim();
    const quick = button("quick", label, () => this.acts.press({ ...choice, label }), KINDS[choice.kind]);
    quick.dataset.id = choice.id;
    quick.dataset.kind = choice.kind;
    return quick;
  }

  #photo(photo, preview) {
    if (!photo.url && !preview) return element("span", "photo-gone", photo.state === "refused" ? this.words.photoRefused
      : photo.state === "pending" ? this.words.photoPending : this.words.attachment);
    const picture = element("img");
    picture.alt = this.words.photoAlt;
    if (photo.width) [picture.width, picture.height] = [photo.width, photo.height];
    picture.addEventListener("load", () => { if (this.#near(600)) this.#scroll(); }, { once: true });
    picture.src = preview || photo.url;
    if (!photo.url) return picture;
    const link = element("a", "", picture);
    Object.assign(link, { href: photo.url, target: "_blank", rel: "noopener" });
    link.setAttribute("aria-label", this.words.photoOpen);
    return link;
  }

  // The buttons of the last message that asked this have had their answer.
  #settle(matches, pressed) {
    const asked = [...this.log.querySelectorAll(".quicks")].findLast((row) => [...row.children].some(matches));
    for (const quick of asked?.children || []) {
      quick.disabled = true;
      if (quick.dataset.id === pressed) quick.classList.add("pressed");
    }
  }

  #append(node, at) {
    const day = new Date(at).toDateString(), first = [...this.#waiting.values()][0]?.node || this.#dots || null;
    if (day !== this.#day) {
      const today = day === new Date().toDateString();
      const label = today ? this.words.today : new Date(at).toLocaleDateString(this.language, { dateStyle: "long" });
      if (this.#day || !today) this.log.insertBefore(element("p", "day", label), first);
      this.#day = day;
    }
    this.log.insertBefore(node, first);
  }

  #near(distance) { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < distance; }
  #atEnd() { return this.#near(80); }
  #scroll() { this.log.scrollTop = this.log.scrollHeight; this.newest.hidden = true; }
  #moved(stay, news) { if (stay) this.#scroll(); else if (news) this.newest.hidden = false; }
}
