"use strict";
// Shows the cards that the filters ask for. Reads data attributes, writes only the hidden flag and one number.
(() => {
  const filters = document.getElementById("filters");
  if (!filters) return;
  const cards = [...document.querySelectorAll(".card")];
  const wanted = (card, asked) =>
    asked.getAll("severity").includes(card.dataset.severity) &&
    ["rule", "department"].every((key) => !asked.get(key) || asked.get(key) === card.dataset[key]);
  const apply = () => {
    const asked = new FormData(filters);
    for (const card of cards) card.hidden = !wanted(card, asked);
    for (const part of document.querySelectorAll(".document"))
      part.hidden = !part.querySelector(".card:not([hidden])");
    for (const part of document.querySelectorAll(".department"))
      part.hidden = asked.get("department") !== "" && part.dataset.department !== asked.get("department");
    document.getElementById("shown").textContent = cards.filter((card) => !card.hidden).length;
  };
  filters.addEventListener("change", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
