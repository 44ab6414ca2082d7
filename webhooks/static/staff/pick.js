// Choices that are marked or typed: the one undoes the other, and the people follow the unit.
"use strict";

for (const pick of document.querySelectorAll("[data-pick]")) {
  const typed = pick.querySelector("[data-typed]");
  const marks = [...pick.querySelectorAll("input[type=radio]")];
  const form = pick.closest("form");
  const people = form && form.querySelector("[data-people]");
  let before = marks.find((mark) => mark.checked);

  if (typed) {
    typed.addEventListener("input", () => {
      if (typed.value) before = marks.find((mark) => mark.checked) || before;
      for (const mark of marks) mark.checked = !typed.value && mark === before;
    });
    for (const mark of marks) mark.addEventListener("change", () => { typed.value = ""; });
  }
  if (pick.dataset.pick !== "unit" || !people) continue;

  const first = people.querySelector("option");
  const all = [...people.querySelectorAll("optgroup")];

  async function show() {
    const marked = marks.find((mark) => mark.checked);
    const unit = (typed && typed.value) || (marked && marked.value);
    if (!unit) return;
    const answer = await fetch(`${people.dataset.people}?unit=${encodeURIComponent(unit)}`);
    if (!answer.ok) return;
    const found = await answer.json();
    const chosen = people.value;
    people.replaceChildren(first);
    for (const person of found.people) {
      const load = person.busy ? ` · ${people.dataset.busy.replace("{n}", person.busy)}` : "";
      people.append(new Option(`${person.name}${load}`, person.id, false, String(person.id) === chosen));
    }
  }
  pick.addEventListener("change", show);
  if (all.length > 1) show();
}
