// Shows the fields of the chosen step only, ticks all at once, and counts.
"use strict";

const bulk = document.querySelector("[data-bulk]");
if (bulk) {
  const boxes = [...document.querySelectorAll("input[name=laporan]")];
  const step = bulk.querySelector("[data-step]");
  const all = bulk.querySelector("[data-all]");
  const count = bulk.querySelector("[data-count]");

  const fields = () => {
    for (const field of bulk.querySelectorAll("[data-for]")) field.hidden = !field.dataset.for.split(" ").includes(step.value);
  };
  const number = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    bulk.classList.toggle("bulk-idle", !ticked);
    count.textContent = ticked ? bulk.dataset.ticked.replace("{n}", ticked) : bulk.dataset.untouched;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; number(); });
  for (const box of boxes) box.addEventListener("change", number);
  step.addEventListener("change", fields);
  fields();
  number();
}
