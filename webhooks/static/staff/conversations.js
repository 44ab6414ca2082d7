// The moderators' pages: live parts, shortcuts, canned replies, and forms that are sent once.

// --- live parts: what the server shows now replaces what is shown, piece by piece ---------------------

function differs(old, fresh) {
  const was = old.cloneNode(true), is = fresh.cloneNode(true);
  // What a person has opened, chosen or started is theirs; it is no difference.
  for (const node of [was, is]) for (const open of node.querySelectorAll("[open]")) open.removeAttribute("open");
  return was.innerHTML !== is.innerHTML || was.className !== is.className;
}

function isBusy(node) {
  return [...node.querySelectorAll("audio, video")].some((player) => !player.paused && !player.ended);
}

function mergeKeyed(place, fresh) {
  const known = new Map([...place.querySelectorAll(":scope > [data-key]")].map((node) => [node.dataset.key, node]));
  let before = null;
  for (const node of [...fresh.children]) {
    const old = known.get(node.dataset.key);
    known.delete(node.dataset.key);
    let now = old;
    if (!old) now = node;
    else if (differs(old, node) && !isBusy(old)) {
      const ticked = [...old.querySelectorAll("input:checked")].map((box) => box.value);
      old.replaceWith(node);
      for (const box of node.querySelectorAll("input")) box.checked = ticked.includes(box.value);
      now = node;
    }
    if (before ? before.nextElementSibling !== now : place.firstElementChild !== now) {
      if (before) before.after(now); else place.prepend(now);
    }
    before = now;
  }
  for (const gone of known.values()) gone.remove();
  for (const node of [...place.children]) if (!node.dataset.key && fresh.children.length) node.remove();
}

function replaceRows(place, fresh) {
  if (!differs(place, fresh)) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  // A box carries what was seen of its conversation: if that is more now, it has to be looked at again.
  const ticked = [...place.querySelectorAll("input:checked")].map((box) => box.value);
  place.replaceChildren(...fresh.childNodes);
  for (const box of place.querySelectorAll("input[name=percakapan]")) box.checked = ticked.includes(box.value);
  countTicked();
  if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function countTicked() {
  for (const form of document.querySelectorAll("[data-ticks]")) {
    const place = form.querySelector("[data-ticked]");
    place.dataset.first ??= place.textContent;
    const boxes = [...form.elements].filter((box) => box.name === "percakapan");
    const count = boxes.filter((box) => box.checked).length;
    form.hidden = !boxes.length;
    place.textContent = count ? place.dataset.ticked.replace("{count}", count) : place.dataset.first;
  }
}
document.addEventListener("change", (event) => { if (event.target.name === "percakapan") countTicked(); });

function showCount(count) {
  document.title = document.title.replace(/^\(\d+\) /, "").replace(/^/, count ? `(${count}) ` : "");
  for (const place of document.querySelectorAll("[data-count=antrean]")) place.textContent = count;
  for (const place of document.querySelectorAll("[data-waiting]")) place.firstChild.textContent = count || "";
}

function stateChanged() {
  const started = [...document.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
  const ticked = document.querySelector(".talk-log input:checked");
  const opened = document.querySelector(".desk details[open]:not(.turn *)");
  if (!started && !ticked && !opened) location.reload();
  else document.querySelector(".talk-changed").hidden = false;
}

function watch(place) {
  const keyed = place.matches(".talk-log");
  const desk = place.closest("[data-stamp]");
  const every = Number(place.dataset.every) * 1000;
  let tag = "", wait = every, timer;

  async function look() {
    clearTimeout(timer);
    try {
      const headers = { Accept: "application/json", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(place.dataset.live, { headers, cache: "no-store", redirect: "error" });
      if (answer.status === 401 || answer.status === 403) return location.reload();
      if (answer.ok) show(await answer.json(), answer.headers.get("ETag"));
      wait = every;
    } catch { wait = Math.min(wait * 2, 60_000); }
    timer = setTimeout(look, document.hidden ? Math.max(wait, 30_000) : wait);
  }

  function show(found, newTag) {
    tag = newTag || "";
    const fresh = document.createElement("div");
    // Our own server's template: everything in it is escaped there.
    fresh.innerHTML = found.html;
    const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
    if (keyed) mergeKeyed(place, fresh); else replaceRows(place, fresh);
    if (keyed && atEnd) place.scrollTop = place.scrollHeight;
    showCount(found.count);
    if (desk && found.stamp !== desk.dataset.stamp) stateChanged();
  }

  if (keyed) place.scrollTop = place.scrollHeight;
  timer = setTimeout(look, every);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}

for (const place of document.querySelectorAll("[data-live]")) watch(place);

// --- what is being written survives a reload; what was sent is forgotten ------------------------------

for (const box of document.querySelectorAll("[data-keep]")) {
  const kept = sessionStorage.getItem(box.dataset.keep);
  if (kept && !box.value) { box.value = kept; }
  box.addEventListener("input", () => sessionStorage.setItem(box.dataset.keep, box.value));
  box.form.addEventListener("submit", () => sessionStorage.removeItem(box.dataset.keep));
}

for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
}
// Coming back with the browser's button shows the page as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-disabled");
  }
});

// --- composer -----------------------------------------------------------------------------------------

const plain = /^[\n\r A-Za-z0-9@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;

function messages(text) {
  const [one, many] = plain.test(text) ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / many);
}

for (const counter of document.querySelectorAll("[data-counts]")) {
  const box = document.getElementById(counter.dataset.counts);
  const most = Number(counter.dataset.most);
  const first = counter.textContent;
  function count() {
    const length = box.value.length;
    const said = counter.dataset.words.replace("{count}", length).replace("{messages}", messages(box.value));
    counter.textContent = length ? said : first;
    counter.classList.toggle("turn-bad", length > most);
  }
  box.addEventListener("input", count);
  count();
}

for (const picker of document.querySelectorAll("[data-fill]")) {
  const about = picker.form.querySelector("[name=laporan]");
  const box = document.getElementById("teks");
  picker.form.querySelector("button").hidden = true;
  async function fill() {
    if (!picker.value) return;
    const asked = about ? `?laporan=${encodeURIComponent(about.value)}` : "";
    const answer = await fetch(`${picker.dataset.fill}${encodeURIComponent(picker.value)}${asked}`);
    if (!answer.ok) return;
    const { text } = await answer.json();
    box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
    picker.value = "";
    box.dispatchEvent(new Event("input"));
    box.focus();
    const gap = box.value.match(/\{[a-z_]+\}/);
    if (gap) box.setSelectionRange(gap.index, gap.index + gap[0].length);
  }
  // The keys of a closed list change its value with every press; only a choice counts.
  picker.addEventListener("change", fill);
}

for (const file of document.querySelectorAll(".reply [type=file]")) {
  const label = document.querySelector(`label[for=${file.id}] span`);
  const first = label.textContent;
  file.addEventListener("change", () => { label.textContent = file.files[0]?.name || first; });
}

// --- keys ---------------------------------------------------------------------------------------------

function openDialog(name) {
  const dialog = document.getElementById(name);
  if (dialog && !dialog.open) dialog.showModal();
}

for (const opener of document.querySelectorAll("[data-open]")) {
  opener.addEventListener("click", () => openDialog(opener.dataset.open));
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
}

function tick() {
  const box = document.activeElement.closest("li")?.querySelector("input[name=percakapan]");
  box?.click();
  return Boolean(box);
}

function press(key) {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.dataset.open) openDialog(target.dataset.open);
  else if (target.matches("a")) target.click();
  else { target.scrollIntoView({ block: "center" }); target.focus(); }
  return true;
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not([type=checkbox], [type=radio], [type=file]), textarea, select");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".reply textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); event.preventDefault(); }
  else if (event.key === "x" && tick()) event.preventDefault();
  else if (press(event.key)) event.preventDefault();
});
