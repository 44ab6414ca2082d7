// Suggests kind and category from the description, and prints the slip.
"use strict";

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const desk = document.querySelector("[data-desk]");
if (desk) {
  const { description, kind, category, csrf_token: token } = desk.elements;
  const hint = desk.querySelector("[data-hint]");
  const chosen = new Set([kind, category].filter((select) => select.value));
  for (const select of [kind, category]) select.addEventListener("change", () => chosen.add(select));

  description.addEventListener("change", async () => {
    if (!description.value.trim() || chosen.size === 2) return;
    const body = new URLSearchParams({ description: description.value });
    const answer = await fetch(desk.dataset.suggest, { method: "POST", body, headers: { "X-CSRFToken": token.value } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const guess = await answer.json();
    let filled = false;
    for (const [select, value] of [[kind, guess.kind], [category, guess.category]]) {
      if (!value || chosen.has(select)) continue;
      select.value = value;
      filled = true;
    }
    hint.textContent = filled ? desk.dataset.filledIn : "";
  });
}
