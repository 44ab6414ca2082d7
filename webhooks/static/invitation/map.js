// Draws the city's areas without any tile server, and puts the marked place into the form.
"use strict";

const field = (id) => document.getElementById(id);
const styles = getComputedStyle(document.documentElement);
const colour = (name) => styles.getPropertyValue(name).trim();
const map = L.map("map", { attributionControl: false, zoomSnap: 0.25 });
let mark = null;
let names = null;

function choose(lat, lon, accuracy) {
  field("lat").value = lat.toFixed(6);
  field("lon").value = lon.toFixed(6);
  field("accuracy").value = accuracy ? Math.round(accuracy) : "";
  if (mark) mark.remove();
  mark = L.circleMarker([lat, lon], { radius: 10, color: colour("--focus"), weight: 4, fillOpacity: 0.5 }).addTo(map);
  const point = L.latLng(lat, lon);
  let name = "";
  if (names) names.eachLayer((layer) => { if (layer.getBounds && layer.getBounds().contains(point)) name ||= inside(layer, lat, lon); });
  field("chosen").textContent = [name, `${lat.toFixed(5)}, ${lon.toFixed(5)}`].filter(Boolean).join(" · ");
}

// Even-odd rule over all rings of the outline.
function inside(layer, lat, lon) {
  let odd = false;
  const { geometry, properties } = layer.feature;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) odd = !odd;
    }
  }
  return odd ? `${properties.name}, ${properties.kecamatan}` : "";
}

fetch(field("map").dataset.areas)
  .then((answer) => answer.json())
  .then((areas) => {
    names = L.geoJSON(areas, {
      style: { color: colour("--brand"), weight: 1, fillColor: colour("--brand-soft"), fillOpacity: 0.6 },
      pointToLayer: (feature, at) => L.circleMarker(at, { radius: 3, color: colour("--brand") }),
      onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.name),
    }).addTo(map);
    // Far islands would make the city a speck: begin with where most areas are.
    const middle = areas.features.map((f) => L.geoJSON(f).getBounds().getCenter()).sort((a, b) => a.lat - b.lat);
    const core = middle.slice(Math.floor(middle.length * 0.03), Math.ceil(middle.length * 0.97));
    map.fitBounds(L.latLngBounds(core), { padding: [8, 8] });
  });

map.setView([-6.2, 106.83], 11);
map.on("click", (event) => choose(event.latlng.lat, event.latlng.lng));
field("here").addEventListener("click", () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => { choose(coords.latitude, coords.longitude, coords.accuracy); map.setView([coords.latitude, coords.longitude], 15); },
    () => { field("chosen").textContent = field("chosen").dataset.refused; },
    { enableHighAccuracy: true, timeout: 15000 },
  );
});
