// Keeps the number at the bell fresh while somebody looks at the page.
"use strict";

const bell = document.querySelector("[data-bell]");
if (bell) {
  const number = bell.querySelector("[data-number]");
  const words = bell.querySelector("[data-words]");
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const { count, most, told } = await answer.json();
    number.textContent = count > most ? `${most}+` : String(count);
    number.hidden = !count;
    words.textContent = told;
  };
  setInterval(look, 45000);
  document.addEventListener("visibilitychange", look);
}
