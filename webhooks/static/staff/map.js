// Open tickets as points on the areas' outlines; a click leads to the ticket.
"use strict";

const place = document.getElementById("peta");
const note = document.querySelector("[data-note]");
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

// Several at one spot would hide each other: they stand on a small circle around it.
function spread(points) {
  const at = new Map();
  for (const point of points) {
    const key = `${point.lat},${point.lon}`;
    at.set(key, [...(at.get(key) || []), point]);
  }
  for (const same of at.values()) {
    if (same.length === 1) continue;
    same.forEach((point, i) => {
      const angle = (2 * Math.PI * i) / same.length;
      const radius = 0.00012 * Math.sqrt(same.length);
      point.lat += radius * Math.sin(angle);
      point.lon += radius * Math.cos(angle);
    });
  }
  return points;
}

function label(point) {
  const box = document.createElement("span");
  box.textContent = [point.number, point.category, point.state, point.late].filter(Boolean).join(" · ");
  return box;
}

async function tickets() {
  const answer = await fetch(place.dataset.points);
  if (!answer.ok) { note.textContent = "Petanya tidak bisa dimuat. Pakai daftar di bawah."; return; }
  const { points, unplaced, more } = await answer.json();
  const marks = spread(points).map((point) =>
    L.circleMarker([point.lat, point.lon], { radius: 7, weight: point.late ? 3 : 1, color: point.late ? colour("--red-ink") : colour("--ink"), fillColor: colour(`--${point.colour}-dot`), fillOpacity: 0.9 })
      .bindTooltip(label(point))
      .on("click", () => { location.href = point.address; }));
  L.featureGroup(marks).addTo(map);
  if (marks.length) map.fitBounds(L.featureGroup(marks).getBounds(), { padding: [24, 24], maxZoom: 15 });
  const said = [`${points.length} laporan di peta`];
  if (unplaced) said.push(`${unplaced} tanpa titik lokasi hanya ada di daftar`);
  if (more) said.push("hanya yang paling mendesak; pilih wilayah untuk melihat semuanya");
  note.textContent = `${said.join("; ")}.`;
}

outlines().finally(tickets);
