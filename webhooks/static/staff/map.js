// Open tickets as points on the areas' outlines; a click leads to the ticket.
"use strict";

const place = document.getElementById("peta");
const note = document.querySelector("[data-note]");
const texts = JSON.parse(place.dataset.words);
const styles = getComputedStyle(document.querySelector(".staff"));
const colour = (name) => styles.getPropertyValue(name).trim();
const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, preferCanvas: true }).setView([-6.2, 106.83], 11);

async function outlines() {
  if (!place.dataset.outlines) return;
  const answer = await fetch(place.dataset.outlines);
  if (!answer.ok) return;
  L.geoJSON(await answer.json(), {
    interactive: false,
    style: { color: colour("--line-strong"), weight: 1, fillColor: colour("--surface"), fillOpacity: 0.7 },
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 2, color: colour("--line-strong"), interactive: false }),
  }).addTo(map).bringToBack();
}

const LISTED = 20;

// Tickets within some ten metres are one mark.
function spots(points) {
  const found = new Map();
  for (const point of points) {
    const key = `${point.lat.toFixed(4)},${point.lon.toFixed(4)}`;
    found.set(key, [...(found.get(key) || []), point]);
  }
  return [...found.values()];
}

const words = (point) => [point.number, point.category, point.state, point.late].filter(Boolean).join(" · ");

function element(name, text, fields = {}) {
  const made = Object.assign(document.createElement(name), fields);
  made.textContent = text;
  return made;
}

function list(spot) {
  const rows = element("ul", "", { className: "spot" });
  for (const point of spot.slice(0, LISTED)) {
    const row = element("li", "");
    row.append(element("a", words(point), { href: point.address }));
    rows.append(row);
  }
  if (spot.length > LISTED) rows.append(element("li", texts.rest.replace("{n}", spot.length - LISTED)));
  return rows;
}

function mark(spot) {
  const [first] = spot;
  const late = spot.some((point) => point.late);
  const worst = spot.find((point) => point.colour === "red") || first;
  const circle = L.circleMarker([first.lat, first.lon], {
    radius: 7 + 2 * Math.min(Math.sqrt(spot.length - 1), 6),
    weight: late ? 3 : 1,
    color: colour(late ? "--red-ink" : "--ink"),
    fillColor: colour(`--${worst.colour}-dot`),
    fillOpacity: 0.9,
  });
  if (spot.length > 1) return circle.bindTooltip(element("span", texts.spot.replace("{n}", spot.length))).bindPopup(list(spot));
  return circle.bindTooltip(element("span", words(first))).on("click", () => { location.href = first.address; });
}

async function tickets() {
  const answer = await fetch(place.dataset.points).catch(() => null);
  if (!answer || !answer.ok) { note.textContent = texts.failed; return; }
  const { points, told } = await answer.json();
  const marks = L.featureGroup(spots(points).map(mark)).addTo(map);
  if (points.length) map.fitBounds(marks.getBounds(), { padding: [24, 24], maxZoom: 15 });
  note.textContent = told;
}

outlines().finally(tickets);
