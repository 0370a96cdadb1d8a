// Behaviour shared by all pages. Pages with their own behaviour bring their own file; there are no inline scripts.
"use strict";

// A search field that narrows a list: <input data-filter-list="#id">
document.addEventListener("input", (event) => {
  const target = event.target.closest("[data-filter-list]");
  if (!target) return;
  const wanted = target.value.trim().toLowerCase();
  for (const item of document.querySelectorAll(`${target.dataset.filterList} > *`)) {
    item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
  }
});

// `/` and Ctrl-K lead to the search over everything, from wherever nothing is typed.
document.addEventListener("keydown", (event) => {
  const called = (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (!called || event.defaultPrevented) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable], [role=grid]");
  const field = document.querySelector("[data-search-everything]");
  if (!field || (typing && event.key === "/")) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// A filter form that applies itself: <form data-apply-on-change>
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply-on-change]");
  if (form) form.requestSubmit();
});

// A button that copies: <button data-copy="#id">
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  navigator.clipboard?.writeText(source.textContent.trim());
});

// What is typed is kept on the server while it is typed: <form data-keep="address">
let keepTimer;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  clearTimeout(keepTimer);
  keepTimer = setTimeout(() => {
    fetch(form.dataset.keep, { method: "POST", body: new FormData(form), keepalive: true });
  }, 600);
});

// Charts: <div class="chart" data-chart="json-script-id">, options as Apache ECharts reads them.
// Tooltips are drawn on the canvas because the security policy allows no style attributes in markup.
document.addEventListener("DOMContentLoaded", () => {
  if (typeof echarts === "undefined") return;
  for (const place of document.querySelectorAll("[data-chart]")) {
    const options = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    options.tooltip = { ...(options.tooltip || {}), renderMode: "richText", confine: true };
    options.aria = { enabled: true, decal: { show: true } };
    options.color = options.color || ["#175c5c", "#b5651d", "#3a6ea5", "#7a8b3f", "#8c4a6b", "#6b7280"];
    // Words at the side leave most of a narrow page to the bars.
    const words = options.yAxis?.type === "category" && options.yAxis.axisLabel;
    if (words?.width) words.width = Math.min(words.width, place.clientWidth * 0.4);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options);
    chart.on("click", (part) => {
      const address = part.data && part.data.address;
      if (address) window.location.assign(address);
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
});
