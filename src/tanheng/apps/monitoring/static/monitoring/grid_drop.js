// Files dragged onto a cell of the monthly grid, or chosen by the button in the cell's panel, become that month's evidence. The server
// says what is attached; the cell keeps its words in data-evidence. Without this file the same is done on the page of the cell's files.
"use strict";

(() => {
  const grid = document.querySelector("month-grid");
  if (!grid?.getAttribute("files")) return;
  const words = JSON.parse(document.getElementById("grid-drop-words").textContent);
  const panel = grid.querySelector("[data-part='panel']");
  const status = grid.querySelector("[data-part='status']");
  const chooser = Object.assign(document.createElement("input"), { type: "file", multiple: true, hidden: true, accept: grid.getAttribute("accept") });
  let over = null;
  let chosenFor = null;
  grid.append(chooser);

  const say = (text) => (status.textContent = text);
  const monthOf = (cell) => cell.closest("table").tHead.rows[0].cells[cell.cellIndex]?.dataset.month;
  // A cell that takes files: of a month that has begun, whether or not figures are typed there now.
  const cellOf = (event) => {
    const cell = event.target.closest?.("tbody td");
    return cell && grid.contains(cell) && monthOf(cell) ? cell : null;
  };
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (cell) => {
    if (over && over !== cell) delete over.dataset.drop;
    over = cell;
    if (cell && cell.dataset.drop !== "sending") cell.dataset.drop = "over";
  };

  const attach = async (cell, files) => {
    const { row, source } = cell.parentNode.dataset;
    const body = new FormData();
    for (const [name, text] of Object.entries({ row, source, month: monthOf(cell) })) body.append(name, text);
    for (const file of files) body.append("files", file);
    const headers = { "X-CSRFToken": grid.getAttribute("csrf"), "Idempotency-Key": `${Date.now()}-${Math.random()}` };
    cell.dataset.drop = "sending";
    say(words.sending);
    try {
      const answer = await fetch(grid.getAttribute("files"), { method: "POST", headers, body });
      if (!answer.ok) {
        const { title, detail } = await answer.json();
        throw Object.assign(new Error("refused"), { told: [title, detail].filter(Boolean).join(" · ") });
      }
      const made = await answer.json();
      const before = cell.dataset.evidence ? cell.dataset.evidence.split("；") : [];
      cell.dataset.evidence = [...new Set([...before, ...made.map((one) => one.name)])].join("；"); // until the panel brings the server's words
      say(words.attached.replace("%s", made.length));
    } catch (lost) {
      say(lost.told ?? words.lost);
    } finally {
      delete cell.dataset.drop;
    }
    grid.go(...grid.placeOf(cell));
  };

  grid.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // a file that misses a cell must not be opened in the place of the page
    mark(cellOf(event));
    event.dataTransfer.dropEffect = over ? "copy" : "none";
  });
  grid.addEventListener("dragleave", (event) => grid.contains(event.relatedTarget) || mark(null));
  grid.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const cell = cellOf(event);
    mark(null);
    if (cell) attach(cell, event.dataTransfer.files);
  });

  panel.addEventListener("click", (event) => {
    if (!event.target.closest("[data-part='choose-files']")) return;
    chosenFor = grid.cell(grid.at);
    chooser.click();
  });
  chooser.addEventListener("change", () => {
    if (chosenFor && chooser.files.length) attach(chosenFor, [...chooser.files]);
    chooser.value = "";
  });

  // The panel comes anew with each cell: its button works here, and its words are those of the cell.
  new MutationObserver(() => {
    const told = panel.querySelector("[data-part='files']");
    if (!told) return;
    const button = told.querySelector("[data-part='choose-files']");
    if (button) button.hidden = false;
    const cell = grid.cell(grid.at);
    if (cell.dataset.evidence === told.dataset.said || (!cell.dataset.evidence && !told.dataset.said)) return;
    if (told.dataset.said) cell.dataset.evidence = told.dataset.said;
    else delete cell.dataset.evidence;
  }).observe(panel.querySelector("[data-part='more']"), { childList: true });
})();
