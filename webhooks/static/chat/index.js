// The chat of the public page: what the visitor does, and when to look for news.
import { Courier } from "./courier.js";
import { View } from "./view.js";

const root = document.getElementById("chat");
const words = JSON.parse(root.dataset.words);
const find = (selector) => root.querySelector(selector);
const form = find("form"), box = find("textarea"), files = find("input[type=file]");
const previews = find(".previews"), suggestions = find(".suggestions"), status = find(".chat-status");
const FASTEST = 1500, SLOWEST = 15000, ALL_PHOTOS = 25e6, ONE_PHOTO = 20 * 1024 * 1024, MOST_PHOTOS = 10;

let chosen = [], cursor = "0.0", pace = FASTEST, timer, note, down = false, looking = false, again = false;

const view = new View(root, words, { press, retry: (id) => courier.retry(id), drop: (id) => courier.drop(id) });
const courier = new Courier({
  changed(message, state, problem) {
    if (state === "dropped") return view.forget(message.id);
    view.pending(message, state, problem);
    if (state === "sending") view.typing(true);
    if (["failed", "waiting", "spooled", "kept"].includes(state)) view.typing(false);
    suggestions.hidden = true;
    if (state === "sent") look();
  },
});

// --- sending ---------------------------------------------------------------------------------------

function send(parts) {
  const nothing = { text: "", photos: [], press: "", label: "", lat: null, lon: null, accuracy: null };
  say("");
  courier.send({ ...nothing, ...parts });
  quicken();
}

function press(button) {
  if (button.kind === "location") return locate();
  if (button.kind === "photo") return files.click();
  send({ press: button.id, label: button.label });
  refocus();
}

// Where there is a keyboard it goes on in the text box; on a phone that would only bring up the screen keyboard.
function refocus() {
  if (matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text && !chosen.length) return box.focus();
  send({ text, photos: chosen.map((photo) => photo.file) });
  box.value = "";
  choose([]);
  fit();
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
box.addEventListener("input", () => { fit(); quicken(); });
function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
}

for (const chip of suggestions.children) chip.addEventListener("click", () => send({ text: chip.textContent }));

// --- photos ----------------------------------------------------------------------------------------

find("[data-do=photo]").addEventListener("click", () => files.click());
files.addEventListener("change", () => { add([...files.files]); files.value = ""; });
box.addEventListener("paste", (event) => {
  const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
  if (pictures.length) { event.preventDefault(); add(pictures); }
});

function add(list) {
  const fitting = list.filter((file) => file.size <= ONE_PHOTO);
  let all = [...chosen, ...fitting.map((file) => ({ file, url: URL.createObjectURL(file) }))];
  let problem = fitting.length < list.length ? words.photoTooLarge : "";
  if (all.length > MOST_PHOTOS) { all = all.slice(0, MOST_PHOTOS); problem = words.photoTooMany; }
  while (all.reduce((sum, photo) => sum + photo.file.size, 0) > ALL_PHOTOS) { all.pop(); problem = words.photoTooLarge; }
  choose(all);
  say(problem);
  refocus();
}

function choose(photos) {
  for (const old of chosen) if (!photos.includes(old)) URL.revokeObjectURL(old.url);
  chosen = photos;
  previews.replaceChildren(...photos.map((photo) => view.preview(photo, () => {
    choose(chosen.filter((other) => other !== photo));
    refocus();
  })));
  previews.hidden = !photos.length;
}

// --- location --------------------------------------------------------------------------------------

find("[data-do=location]").addEventListener("click", locate);
function locate() {
  if (!navigator.geolocation) return say(words.locationUnsupported);
  say(words.locating);
  refocus();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => send({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy }),
    (error) => say(error.code === error.PERMISSION_DENIED ? words.locationDenied : words.locationFailed),
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
  );
}

// --- news ------------------------------------------------------------------------------------------

function say(text) {
  note = text;
  status.textContent = note || (down ? words.offline : "");
  status.hidden = !status.textContent;
}

async function look() {
  if (looking) { again = true; return; }
  looking = true;
  clearTimeout(timer);
  try {
    const response = await fetch(`/chat/messages?after=${cursor}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    const news = await response.json();
    cursor = news.cursor;
    if (news.messages.filter((message) => view.show(message)).length) pace = FASTEST;
    for (const message of news.messages) if (message.id) courier.arrived(message.id);
    suggestions.hidden = !view.empty;
    if (down) courier.retryAll();
    down = false;
  } catch {
    down = true;
    pace = Math.max(pace, 3000);
  }
  say(note);
  looking = false;
  if (again) { again = false; return look(); }
  timer = setTimeout(look, document.hidden ? SLOWEST : pace);
  pace = Math.min(pace * 1.15, SLOWEST);
}

function quicken() {
  if (pace > FASTEST * 2 && !looking) { clearTimeout(timer); timer = setTimeout(look, FASTEST); }
  pace = FASTEST;
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) { pace = FASTEST; look(); } });
addEventListener("online", () => { courier.retryAll(); look(); });

say("");
look().then(() => courier.resume());
