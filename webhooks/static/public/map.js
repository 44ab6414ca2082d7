// The map of public reports: loaded only when it comes into view, drawn without any tile server.
const box = document.getElementById("map");
const said = document.getElementById("map-said");
const { words: written, ...at } = box.dataset;
const words = JSON.parse(written);
const STEPS = 5;
const CLOSE = 12.5; // from this zoom on, circles stand for kelurahan instead of kecamatan

document.querySelectorAll(".script-only").forEach((part) => { part.hidden = false; });
const sight = new IntersectionObserver((seen) => {
  if (!seen.some((entry) => entry.isIntersecting)) return;
  sight.disconnect();
  draw().catch(() => { box.querySelector(".map-wait")?.replaceChildren(words.failed); });
});
sight.observe(box);

const json = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

function leaflet() {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: at.leafletCss });
  const script = Object.assign(document.createElement("script"), { src: at.leaflet });
  const loaded = [style, script].map((part) => new Promise((done, fail) => { part.onload = done; part.onerror = fail; }));
  document.head.append(style, script);
  return Promise.all(loaded);
}

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
const kecamatanOf = (code) => code.split(".").slice(0, 3).join(".");

async function draw() {
  const [found, outlines] = await Promise.all([
    json(at.counts),
    at.outlines ? json(at.outlines) : { features: [] },
    leaflet(),
  ]);
  const L = window.L;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const kelurahan = found.features.map(({ properties, geometry }) => ({
    ...properties, total: sum(properties.counts), lon: geometry.coordinates[0], lat: geometry.coordinates[1],
  }));
  const shapes = outlines.features.filter((feature) => feature.geometry.type !== "Point");

  box.replaceChildren();
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, zoomControl: false });
  L.control.zoom({ zoomInTitle: words.more, zoomOutTitle: words.less }).addTo(map);
  map.setView([-6.2, 106.83], 11);

  const byCode = new Map(kelurahan.map((area) => [area.code, area]));
  const steps = limits(kelurahan.map((area) => area.total));
  const step = (total) => (total ? steps.findIndex((limit) => total <= limit) + 1 : 0);
  let layers;
  if (shapes.length) layers = outlined();
  else layers = circled();
  legend();
  frame();

  function outlined() {
    const layer = L.geoJSON(shapes, {
      style: ({ properties }) => ({
        weight: 1, color: colour("--map-line"), fillOpacity: 1, fillColor: colour(`--map-${step(byCode.get(properties.code)?.total ?? 0)}`),
      }),
      onEachFeature: ({ properties }, shape) => tell(shape, byCode.get(properties.code) ?? { ...properties, counts: {}, total: 0 }),
    });
    return layer.addTo(map);
  }

  function circled() {
    const ground = L.layerGroup(outlines.features.map(({ geometry }) => L.circleMarker(
      [geometry.coordinates[1], geometry.coordinates[0]], { radius: 1.5, weight: 0, fillOpacity: 1, fillColor: colour("--line-strong"), interactive: false },
    ))).addTo(map);
    const near = circles(kelurahan, 6);
    const far = circles(kecamatan(), 8);
    const choose = () => {
      const [shown, hidden] = map.getZoom() >= CLOSE ? [near, far] : [far, near];
      hidden.remove();
      shown.addTo(map);
    };
    map.on("zoomend", choose);
    choose();
    return { getBounds: () => L.latLngBounds(kelurahan.map((area) => [area.lat, area.lon])), ground };
  }

  function kecamatan() {
    const groups = new Map();
    for (const area of kelurahan) {
      const code = kecamatanOf(area.code);
      const group = groups.get(code) ?? { code, name: area.kecamatan, total: 0, counts: {}, lat: 0, lon: 0, parts: 0 };
      for (const [key, number] of Object.entries(area.counts)) group.counts[key] = (group.counts[key] ?? 0) + number;
      group.total += area.total;
      group.lat += area.lat; group.lon += area.lon; group.parts += 1;
      groups.set(code, group);
    }
    return [...groups.values()].map((group) => ({ ...group, lat: group.lat / group.parts, lon: group.lon / group.parts }));
  }

  function circles(areas, least) {
    const most = Math.max(1, ...areas.map((area) => area.total));
    return L.layerGroup(areas.map((area) => tell(L.circleMarker([area.lat, area.lon], {
      radius: least + 14 * Math.sqrt(area.total / most), weight: 1.5, color: colour("--surface"), fillOpacity: 0.85, fillColor: colour("--map-4"),
    }), area)));
  }

  // What is known of an area, in a bubble; built as nodes, so that a name can never be markup.
  function tell(shape, area) {
    shape.bindTooltip(`${area.name}: ${area.total.toLocaleString(document.documentElement.lang)}`, { className: "map-tip" });
    shape.bindPopup(() => {
      const bubble = document.createElement("div");
      const add = (tag, text, kind = "") => bubble.appendChild(Object.assign(document.createElement(tag), { textContent: text, className: kind }));
      add("strong", area.name);
      if (area.kecamatan && area.kecamatan !== area.name) add("div", area.kecamatan, "quiet");
      add("div", `${area.total.toLocaleString(document.documentElement.lang)} ${words.reports}`);
      const row = add("div", "", "map-dots");
      for (const [key, number] of Object.entries(area.counts)) {
        if (!number) continue;
        const part = row.appendChild(document.createElement("span"));
        part.append(Object.assign(document.createElement("span"), { className: `chip-dot dot-${key}` }), ` ${number}`);
      }
      if (area.total) add("a", words.list).href = `${at.list}${at.list.includes("?") ? "&" : "?"}wilayah=${encodeURIComponent(area.code)}`;
      return bubble;
    });
    return shape;
  }

  function legend() {
    if (!shapes.length || !kelurahan.length) return;
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const key = Object.assign(document.createElement("div"), { className: "map-key" });
      let from = 0;
      for (const [n, limit] of [0, ...steps].entries()) {
        const line = key.appendChild(document.createElement("div"));
        const swatch = line.appendChild(Object.assign(document.createElement("span"), { className: "map-swatch" }));
        swatch.style.background = colour(`--map-${n}`);
        line.append(from === limit ? `${limit}` : `${from}–${limit}`);
        from = limit + 1;
      }
      return key;
    };
    control.addTo(map);
  }

  // Far islands would make the city a speck: begin with where most areas are.
  function frame() {
    const inside = ({ code }) => !at.area || code === at.area || code.startsWith(`${at.area}.`);
    const pieces = (shapes.length
      ? shapes.map((shape) => ({ code: shape.properties.code, bounds: L.geoJSON(shape).getBounds() }))
      : kelurahan.map(({ code, lat, lon }) => ({ code, bounds: L.latLngBounds([[lat, lon]]) }))
    ).filter(inside).sort((a, b) => a.bounds.getSouth() - b.bounds.getSouth());
    const core = at.area ? pieces : pieces.slice(0, Math.ceil(pieces.length * 0.97));
    if (!core.length) return;
    const bounds = core.reduce((all, piece) => all.extend(piece.bounds), L.latLngBounds(core[0].bounds.getCenter(), core[0].bounds.getCenter()));
    map.fitBounds(bounds, { padding: [8, 8], maxZoom: 14, animate: false });
  }

  // The position stays in the browser: the map moves there.
  document.getElementById("near").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const here = [coords.latitude, coords.longitude];
      L.circleMarker(here, { radius: 8, weight: 3, color: colour("--focus"), fillOpacity: 0.4 }).addTo(map);
      map.setView(here, 14);
      said.textContent = "";
    }, () => { said.textContent = words.refused; }, { timeout: 15000 });
  });
}

// Where the shades of the map change: as many areas in each, and no two alike.
function limits(totals) {
  const sorted = totals.filter(Boolean).sort((a, b) => a - b);
  const found = Array.from({ length: STEPS }, (_, n) => sorted[Math.ceil(((n + 1) * sorted.length) / STEPS) - 1]);
  return [...new Set(found.filter(Boolean))];
}
