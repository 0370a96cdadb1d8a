"use strict";
// Narrows the book to the entries and table rows that hold every word typed; all of it stays without a script.
{
  const box = document.getElementById("wanted");
  const found = document.getElementById("found");
  const places = [...document.querySelectorAll("main .book-entry, main section > .book-table tbody tr")];
  const texts = places.map((place) => place.textContent.toLowerCase());
  const sections = [...document.querySelectorAll("main > section")];
  const look = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    places.forEach((place, number) => {
      place.hidden = words.length > 0 && !words.every((word) => texts[number].includes(word));
      if (!place.hidden) count += 1;
    });
    for (const section of sections) {
      section.hidden = words.length > 0 && !section.querySelector(".book-entry:not([hidden]), tbody tr:not([hidden])");
    }
    found.textContent = words.length === 0 ? "" : count === 0 ? found.dataset.none : `${count} ${found.dataset.found}`;
  };
  box.addEventListener("input", look);
  document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { box.value = ""; look(); document.getElementById(location.hash.slice(1))?.scrollIntoView(); });
}
