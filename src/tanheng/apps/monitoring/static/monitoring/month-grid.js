// <month-grid>: a facility's months as a spreadsheet, over the table that the server rendered and that is read without this file.
// One cell has the focus (roving), one input moves to where something is typed, a range is two corners. Everything that changes cells
// is one list of changes: it can be undone, and is sent to the server, which alone knows what a figure is. Numbers stay text here.
// Of a cell <td> the server says: data-text (all digits, "/" not applicable, none: blank), data-seen (key of the reading that counts),
// data-kind, data-mark, data-word (the kind's mark and word), data-evidence, data-problem, aria-readonly with data-why. What is wrong with
// the figures that stand there is asked for once the table can be used, and again once what was typed has been saved.
"use strict";

(() => {
  const NUMBER = /^-?\d+(\.\d+)?$/;
  const FIELD = /(?:"((?:[^"]|"")*)"(?=\t|\r|\n|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  const MOST_UNDONE = 200;
  const ASKED_AFTER = 150; // ms in one cell until more is asked of it
  const CHECKED_AFTER = 1500; // ms after the last figure was saved
  const within = (number, last) => Math.max(0, Math.min(number, last));
  const plain = (text) => text.replace(/[,，\s]/g, "").replace("−", "-");
  const grouped = (text) => text.replace("-", "−").replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const textOf = (cell) => cell.dataset.text ?? "";
  const isFixed = (cell) => cell.getAttribute("aria-readonly") === "true";

  // What Excel puts on the clipboard, and takes from it.
  const fromTsv = (text) => {
    const rows = [[]];
    for (const [, quoted, bare, end] of text.matchAll(FIELD)) {
      rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).trim());
      if (end === "") break;
      if (end !== "\t") rows.push([]);
    }
    if (rows.length > 1 && rows.at(-1).join("") === "" && rows.at(-1).length === 1) rows.pop();
    return rows;
  };
  const toTsv = (rows) =>
    rows.map((row) => row.map((text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\r\n");

  // The exact sum or mean of decimal texts, half up; "" where there is none, null where one is no plain number (yet).
  const summed = (texts, mean) => {
    const given = texts.filter((text) => text !== "" && text !== "/").map(plain);
    if (!given.length) return "";
    if (!given.every((text) => NUMBER.test(text))) return null;
    const decimals = Math.max(...given.map((text) => text.split(".")[1]?.length ?? 0));
    let sum = given.reduce((so_far, text) => so_far + BigInt(text.replace(".", "") + "0".repeat(decimals - (text.split(".")[1]?.length ?? 0))), 0n);
    if (mean) {
      const count = 2n * BigInt(given.length);
      sum = sum < 0n ? -((-2n * sum + count / 2n) / count) : (2n * sum + count / 2n) / count;
    }
    const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, "0");
    const point = digits.length - decimals;
    return (sum < 0n ? "-" : "") + digits.slice(0, point) + (decimals ? `.${digits.slice(point)}` : "");
  };

  // What is wrong and its remedy as two sentences: the first may come without its full stop.
  const STOP = document.documentElement.lang.startsWith("zh") ? "。" : ". ";
  const sentences = (one) => (/[.。!！?？；]\s*$/.test(one.message) || !one.remedy ? `${one.message} ${one.remedy}` : `${one.message}${STOP}${one.remedy}`).trim();

  class MonthGrid extends HTMLElement {
    connectedCallback() {
      this.table = this.querySelector("table");
      this.rows = this.every = [...this.table.tBodies].flatMap((body) => [...body.rows]);
      if (!this.rows.length) return;
      this.words = JSON.parse(this.querySelector("script[type='application/json']").textContent);
      this.months = [...this.table.tHead.rows[0].cells].map((head) => head.dataset.month).filter(Boolean);
      this.byPlace = new Map(this.rows.map((row) => [`${row.dataset.row}|${row.dataset.source}`, row]));
      this.at = this.from = [0, 0];
      this.chosen = [];
      this.undone = [];
      this.done = [];
      this.queue = new Map();
      this.merges = new Map();
      this.kinds = new Map();
      this.found = new Map();
      this.unexplained = [];
      this.inner = (name) => this.querySelector(`[data-part='${name}']`);
      this.input = Object.assign(document.createElement("input"), { className: "grid-input", autocomplete: "off", inputMode: "decimal" });
      this.input.maxLength = 100;
      this.table.setAttribute("role", "grid");
      this.table.setAttribute("aria-multiselectable", "true");
      for (const link of this.table.querySelectorAll("th a")) link.tabIndex = -1; // the panel has the same links
      this.inner("tools").hidden = false;
      this.cell(this.at).tabIndex = 0;
      this.listen();
      this.checking = setTimeout(() => this.check());
    }

    listen() {
      const heard = { keydown: "pressed", mousedown: "pointed", dblclick: "opened", copy: "copied", cut: "copied", paste: "pasted" };
      for (const [name, answer] of Object.entries(heard)) this.table.addEventListener(name, (event) => this[answer](event));
      this.table.addEventListener("focusin", (event) => event.target === this.cell(this.at) && this.describe());
      this.input.addEventListener("blur", () => this.commit());
      this.inner("find").addEventListener("keydown", (event) => this.searched(event));
      const doing = { undo: () => this.undo(), redo: () => this.redo(), next: () => this.find(1), previous: () => this.find(-1) };
      Object.assign(doing, { retry: () => this.flush(), explain: () => this.explain(), mine: () => this.settle(true), theirs: () => this.settle(false) });
      this.addEventListener("click", (event) => doing[event.target.closest("[data-do]")?.dataset.do]?.());
      this.inner("panel").addEventListener("keydown", (event) => event.key === "Escape" && this.go(...this.at));
      this.inner("panel").addEventListener("submit", (event) => this.sent(event));
      this.inner("kinds").addEventListener("click", (event) => this.choseKind(event.target.closest("[data-kind]")?.dataset.kind));
      this.inner("kinds").addEventListener("keydown", (event) => this.pressedInKinds(event));
      this.inner("filter")?.addEventListener("change", () => this.filter());
      window.addEventListener("online", () => this.flush());
      window.addEventListener("beforeunload", (event) => (this.queue.size || this.sending) && event.preventDefault());
    }

    // Where

    cell([row, column]) {
      return this.rows[row].cells[column + 1];
    }

    placeOf(cell) {
      return [this.rows.indexOf(cell.parentNode), cell.cellIndex - 1];
    }

    get last() {
      return [this.rows.length - 1, this.rows[0].cells.length - 2];
    }

    // The corners of the range, from the upper left to the lower right.
    get corners() {
      const [[a, b], [c, d]] = [this.from, this.at];
      return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
    }

    get range() {
      const [top, left, bottom, right] = this.corners;
      return this.rows.slice(top, bottom + 1).map((row) => [...row.cells].slice(left + 1, right + 2));
    }

    go(row, column, extend = false) {
      const before = this.cell(this.at);
      before.removeAttribute("aria-describedby");
      before.tabIndex = -1;
      this.at = [within(row, this.last[0]), within(column, this.last[1])];
      if (!extend) this.from = this.at;
      const cell = this.cell(this.at);
      cell.tabIndex = 0;
      this.choose();
      cell.focus({ preventScroll: true }); // which describes it
      cell.scrollIntoView({ block: "nearest", inline: "nearest" }); // scroll-padding keeps it clear of the frozen heads
      this.describe();
      this.leaving = false;
    }

    choose() {
      const wide = this.from[0] !== this.at[0] || this.from[1] !== this.at[1];
      const now = wide ? this.range.flat() : [];
      const kept = new Set(now);
      for (const cell of this.chosen) if (!kept.has(cell)) cell.removeAttribute("aria-selected");
      for (const cell of now) cell.setAttribute("aria-selected", "true");
      this.chosen = now;
    }

    headsOf(cell) {
      const row = cell.parentNode.cells[0].querySelector("[data-part='name']").textContent.trim();
      return [row, this.table.tHead.rows[0].cells[cell.cellIndex].textContent.trim().replace(/\s+/g, " ")];
    }

    // Keys

    pressed(event) {
      if (event.isComposing || event.target.closest("a")) return;
      if (event.target === this.input) return this.pressedInInput(event);
      const [row, column] = this.at;
      const { key, shiftKey: extend } = event;
      const jump = event.ctrlKey || event.metaKey;
      const [lastRow, lastColumn] = this.last;
      const moves = {
        ArrowUp: [jump ? 0 : row - 1, column], ArrowDown: [jump ? lastRow : row + 1, column],
        ArrowLeft: [row, jump ? 0 : column - 1], ArrowRight: [row, jump ? lastColumn : column + 1],
        Home: [jump ? 0 : row, 0], End: [jump ? lastRow : row, lastColumn],
        PageUp: [row - this.page(key), column], PageDown: [row + this.page(key), column],
      };
      const commands = { d: () => this.fill(1, 0), r: () => this.fill(0, 1), z: () => (extend ? this.redo() : this.undo()), y: () => this.redo() };
      Object.assign(commands, { f: () => this.inner("find").focus(), a: () => ((this.from = [0, 0]), this.go(...this.last, true)) });
      const command = jump && !event.altKey && commands[key.toLowerCase()];
      if (event.altKey && key === "ArrowDown") this.toKinds();
      else if (moves[key]) this.go(...moves[key], extend);
      else if (command) command();
      else if (key === "Tab") return this.tab(event);
      else if (key === "Enter") this.go(row + (extend ? -1 : 1), column);
      else if (key === "F2") this.edit();
      else if (key === "F6") this.inner("panel").focus();
      else if (key === "Delete" || key === "Backspace") this.change(this.range.flat().map((cell) => [cell, ""]));
      else if (key === "Escape") this.escape();
      else if (!jump && !event.altKey && (key.length === 1 || key === "Process")) return this.edit(""); // the key itself goes into the input
      else return undefined;
      return event.preventDefault();
    }

    // How many rows a page has, where the key turns one: measuring costs a layout.
    page(key) {
      return key.startsWith("Page") ? Math.max(1, Math.floor((this.table.parentNode.clientHeight - this.table.tHead.offsetHeight) / this.rows[0].offsetHeight) - 1) : 0;
    }

    pressedInInput(event) {
      const [row, column] = this.at;
      const moves = { Enter: [row + (event.shiftKey ? -1 : 1), column] };
      if (this.typing) Object.assign(moves, { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1] });
      if (event.key === "Escape") this.input.value = textOf(this.cell(this.at));
      const move = event.key === "Escape" ? this.at : moves[event.key];
      if (event.key === "Tab") {
        this.commit();
        return this.tab(event);
      }
      if (!move) return undefined;
      event.preventDefault();
      this.commit();
      return this.go(...move);
    }

    // To the next cell, as in a spreadsheet; after Escape, and from the last cell, out of the grid.
    tab(event) {
      const width = this.last[1] + 1;
      const next = this.at[0] * width + this.at[1] + (event.shiftKey ? -1 : 1);
      if (this.leaving || next < 0 || next >= width * this.rows.length) return;
      event.preventDefault();
      this.go(Math.floor(next / width), next % width);
    }

    escape() {
      this.go(...this.at);
      this.leaving = true;
      this.say(this.words.leaving);
    }

    pointed(event) {
      const cell = event.target.closest("td");
      if (!cell || event.target === this.input || event.button !== 0) return;
      event.preventDefault();
      this.commit();
      this.go(...this.placeOf(cell), event.shiftKey);
    }

    opened(event) {
      if (event.target.closest("td") && event.target !== this.input) this.edit();
    }

    // The one input

    edit(text, kind = "") {
      const cell = this.cell(this.at);
      if (isFixed(cell)) return this.say(cell.dataset.why ?? this.words.fixed);
      this.typing = text !== undefined;
      this.typedKind = kind;
      this.input.value = text ?? textOf(cell);
      this.input.setAttribute("aria-label", this.headsOf(cell).join(", "));
      this.input.setAttribute("aria-describedby", this.inner("told").id);
      cell.append(this.input);
      return this.input.focus();
    }

    commit() {
      if (!this.input.isConnected || this.ending) return;
      this.ending = true; // taking the input away blurs it
      const cell = this.input.parentNode;
      const text = this.input.value.trim();
      this.input.remove();
      this.ending = false;
      this.change([[cell, text, text === "" ? "" : this.typedKind]]);
    }

    // The kind of what stands in the range: of a blank cell that of what is typed next.

    toKinds() {
      const group = this.inner("kinds");
      (group.querySelector("[aria-pressed=true]") ?? group.querySelector("button")).focus();
    }

    pressedInKinds(event) {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const buttons = [...this.inner("kinds").querySelectorAll("button")];
      if (event.key === "Escape") this.go(...this.at);
      else if (step) buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
      else return;
      event.preventDefault();
    }

    choseKind(kind) {
      if (!kind) return;
      const cells = this.range.flat();
      this.go(...this.at, true);
      if (kind === "not_applicable") this.change(cells.map((cell) => [cell, "/"]));
      else if (cells.length === 1 && ["", "/"].includes(textOf(cells[0]))) this.edit("", kind);
      else this.change(cells.filter((cell) => !["", "/"].includes(textOf(cell))).map((cell) => [cell, textOf(cell), kind]));
    }

    // Changes, their list, and undoing

    change(wanted) {
      const isNew = ([cell, text, kind]) => textOf(cell) !== text || Boolean(kind && kind !== cell.dataset.kind);
      const changes = wanted.filter((one) => !isFixed(one[0]) && isNew(one));
      const left = wanted.filter(([cell]) => isFixed(cell)).length;
      if (left && wanted.length > 1) this.say(this.words.left.replace("%s", left));
      if (!changes.length) return;
      this.done.push(changes.map(([cell, text, kind = ""]) => ({ cell, text, kind, before: textOf(cell), was: cell.dataset.kind ?? "" })));
      this.done = this.done.slice(-MOST_UNDONE);
      this.undone = [];
      this.put(changes.map(([cell, text, kind = ""]) => [cell, text, kind]));
    }

    undo() {
      const changes = this.done.pop();
      if (!changes) return;
      this.undone.push(changes);
      this.put(changes.map(({ cell, before, was }) => [cell, before, was === "not_applicable" ? "" : was]));
      this.goTo(changes[0].cell);
    }

    redo() {
      const changes = this.undone.pop();
      if (!changes) return;
      this.done.push(changes);
      this.put(changes.map(({ cell, text, kind }) => [cell, text, kind]));
      this.goTo(changes[0].cell);
    }

    put(changes) {
      for (const [cell, text, kind] of changes) {
        this.merges.delete(cell);
        this.kinds.set(cell, kind);
        delete cell.dataset.problem;
        delete cell.dataset.answered;
        cell.removeAttribute("aria-invalid");
        this.show(cell, { text, mark: "", word: "" }, "saving");
        this.queue.set(cell, { text, kind });
      }
      this.total(new Set(changes.map(([cell]) => cell.parentNode)));
      this.describe();
      this.flush();
    }

    show(cell, { text, mark, word, shown }, state) {
      cell.dataset.text = text;
      cell.dataset.mark = mark;
      cell.dataset.word = word;
      cell.textContent = shown ?? (NUMBER.test(plain(text)) ? grouped(plain(text)) : text);
      this.mark(cell, state);
    }

    mark(cell, state) {
      if (state) cell.dataset.state = state;
      else delete cell.dataset.state;
    }

    total(rows) {
      for (const row of rows) {
        if (!row.dataset.total) continue;
        const sum = summed([...row.cells].slice(1, 1 + this.months.length).map(textOf), row.dataset.total === "mean");
        row.cells[1 + this.months.length].textContent = sum === null ? "…" : grouped(sum);
      }
    }

    // What stands in the first row of the range goes down, or its first column to the right; one row, or column, takes its neighbour's.
    fill(down, right) {
      const [top, left, bottom, end] = this.corners;
      const from = [top - (top === bottom ? down : 0), left - (left === end ? right : 0)];
      if (from[0] < 0 || from[1] < 0) return;
      const source = (row, column) => this.cell([down ? from[0] : row, right ? from[1] : column]);
      this.change(this.range.flat().map((cell) => [cell, textOf(source(...this.placeOf(cell)))]));
    }

    copied(event) {
      if (event.target === this.input) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", toTsv(this.range.map((row) => row.map(textOf))));
      if (event.type === "cut") this.change(this.range.flat().map((cell) => [cell, ""]));
      this.say(this.words.copied.replace("%s", this.range.flat().length));
    }

    pasted(event) {
      if (event.target === this.input) return;
      event.preventDefault();
      const given = fromTsv(event.clipboardData.getData("text/plain"));
      const [top, left, bottom, right] = this.corners;
      const repeats = (size, by) => (size > by && size % by === 0 ? size : by);
      const height = repeats(bottom - top + 1, given.length);
      const width = repeats(right - left + 1, given[0].length);
      const changes = [];
      let beyond = 0;
      for (let r = 0; r < height; r += 1) {
        for (let c = 0; c < width; c += 1) {
          const text = given[r % given.length][c % given[0].length] ?? "";
          if (top + r < this.rows.length && left + c < this.months.length) changes.push([this.cell([top + r, left + c]), text]);
          else beyond += 1;
        }
      }
      this.from = [top, left];
      this.go(top + height - 1, within(left + width - 1, this.months.length - 1), true);
      this.change(changes);
      if (beyond) this.say(this.words.beyond.replace("%s", beyond));
    }

    // Saving

    async flush() {
      if (this.sending || !this.queue.size) return;
      const sent = (this.sending = this.queue);
      this.queue = new Map();
      const cells = [...sent].map(([cell, { text, kind }]) => ({ ...this.named(cell), text, kind, seen: Number(cell.dataset.seen) || null }));
      try {
        this.answered(await this.post(cells));
        this.inner("retry").hidden = true;
      } catch (lost) {
        for (const [cell, one] of sent) if (!this.queue.has(cell)) this.queue.set(cell, one);
        for (const cell of this.queue.keys()) this.mark(cell, "unsaved");
        this.inner("retry").hidden = false;
        this.say(`${this.words.unsaved.replace("%s", this.queue.size)} ${lost.told ?? this.words.lost}`);
        this.describe();
        return;
      } finally {
        this.sending = null;
      }
      this.flush();
    }

    named(cell) {
      const { row, source } = cell.parentNode.dataset;
      return { row, source, month: this.months[cell.cellIndex - 1] };
    }

    async post(cells) {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.getAttribute("csrf"), "Idempotency-Key": `${Date.now()}-${Math.random()}` };
      const reason = this.inner("reason").value.trim();
      const answer = await fetch(this.getAttribute("save"), { method: "POST", headers, body: JSON.stringify({ cells, reason }) });
      if (answer.ok) return answer.json();
      const told = answer.status === 401 ? this.words.signed_out : (await answer.json()).detail;
      throw Object.assign(new Error("not saved"), { told });
    }

    answered({ saved, problems, merges }) {
      const found = (one) => this.cellOf(one);
      const rows = new Set();
      const kept = new Set(saved.map(found));
      this.unexplained = this.unexplained.filter((cell) => !kept.has(cell));
      for (const one of saved) {
        const cell = found(one);
        rows.add(cell.parentNode);
        cell.dataset.seen = one.seen ?? "";
        cell.dataset.kind = one.kind;
        if (!this.queue.has(cell)) this.show(cell, { text: one.amount, mark: one.mark, word: one.word, shown: one.shown });
      }
      for (const one of problems) {
        const cell = found(one);
        cell.dataset.problem = [cell.dataset.problem, sentences(one)].filter(Boolean).join(" ");
        if (one.reason) this.unexplained.push(cell);
        if (kept.has(cell)) continue;
        cell.setAttribute("aria-invalid", "true");
        this.mark(cell, "problem");
      }
      for (const one of merges) {
        this.merges.set(found(one), one);
        this.mark(found(one), "merge");
      }
      clearTimeout(this.checking);
      this.checking = setTimeout(() => this.check(), CHECKED_AFTER);
      this.inner("why").hidden = !this.unexplained.length;
      if (!this.unexplained.length) this.inner("reason").value = "";
      this.total(rows);
      const asked = new Set([...problems, ...merges].map(found)).size;
      this.say([this.words.saved.replace("%s", saved.length), asked ? this.words.asked.replace("%s", asked) : ""].join(" "));
      this.describe();
    }

    // What others told is changed with a reason alone: it is given once for all such cells.
    explain() {
      if (!this.inner("reason").value.trim()) return this.inner("reason").focus();
      const cells = this.unexplained;
      this.unexplained = [];
      return this.put(cells.map((cell) => [cell, textOf(cell), this.kinds.get(cell) ?? ""]));
    }

    // Two people in one cell: theirs was there first; keeping one's own says that theirs was seen.
    settle(mine) {
      const cell = this.cell(this.at);
      const merge = this.merges.get(cell);
      if (!merge) return;
      cell.dataset.seen = merge.seen ?? "";
      if (mine) this.put([[cell, textOf(cell), this.kinds.get(cell) ?? ""]]);
      else {
        this.merges.delete(cell);
        cell.dataset.kind = merge.kind;
        this.show(cell, { text: merge.amount, mark: merge.mark, word: merge.word, shown: merge.theirs });
        this.total(new Set([cell.parentNode]));
      }
      this.go(...this.at);
    }

    // What is wrong with the figures that stand there: the server alone knows, and it looks at the whole year.

    async check() {
      const problems = await this.got(this.getAttribute("problems"), "json");
      if (!problems || this.queue.size || this.sending) return;
      for (const cell of this.found.keys()) if (cell.getAttribute("aria-invalid") !== "true") this.forget(cell);
      this.found = new Map();
      for (const one of problems) {
        const cell = this.cellOf(one);
        if (cell && cell.getAttribute("aria-invalid") !== "true") this.found.set(cell, [...(this.found.get(cell) ?? []), one]);
      }
      for (const [cell, ones] of this.found) {
        const told = (wanted, text) => ones.filter((one) => one.open === wanted).map(text).join(" ");
        const problem = told(true, sentences);
        const answered = told(false, (one) => `${one.message} ${this.words.answered}${one.answer}`);
        if (problem) cell.dataset.problem = problem;
        if (problem) cell.dataset.severity = ones.some((one) => one.open && one.severity === "error") ? "error" : "warning";
        if (answered) cell.dataset.answered = answered;
      }
      const open = [...this.found.keys()].filter((cell) => cell.dataset.problem).length;
      if (open) this.say(this.words.asked.replace("%s", open));
      this.describe();
    }

    forget(cell) {
      delete cell.dataset.problem;
      delete cell.dataset.severity;
      delete cell.dataset.answered;
    }

    cellOf({ row, source, month }) {
      return this.byPlace.get(`${row}|${source}`)?.cells[(month ? this.months.indexOf(month) : this.months.length) + 1];
    }

    // A form of the panel: what may stand in for a figure is accepted, or a doubt answered; the answer says what counts in the cell now.
    async sent(event) {
      event.preventDefault();
      const { target: form, submitter } = event;
      const body = new URLSearchParams(new FormData(form, submitter));
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body }).catch(() => null);
      if (!answer?.ok && answer?.status !== 400) return this.say(this.words.lost);
      const asked = this.inner("asked");
      asked.innerHTML = await answer.text();
      if (!answer.ok) return asked.querySelector("[aria-invalid=true], input:not([type=hidden])")?.focus();
      this.answered({ saved: [JSON.parse(asked.querySelector("script").textContent)], problems: [], merges: [] });
      this.go(...this.at);
      return this.check();
    }

    // Finding

    // Only the lines of a frequency, or those with something to look at.
    filter() {
      const wanted = this.inner("filter").value;
      const fits = (row) => !wanted || (wanted === "problems" ? row.querySelector("[data-problem]") : row.dataset.frequency === wanted);
      const shown = this.every.filter(fits);
      if (!shown.length) {
        this.inner("filter").value = "";
        this.filter();
        return this.say(this.words.not_found);
      }
      const before = this.cell(this.at);
      before.tabIndex = -1;
      for (const row of this.every) row.hidden = true;
      for (const row of shown) row.hidden = false;
      this.rows = shown;
      this.at = this.from = [Math.max(0, shown.indexOf(before.parentNode)), this.at[1]];
      this.cell(this.at).tabIndex = 0;
      this.choose();
      return this.describe();
    }

    goTo(cell) {
      if (cell.parentNode.hidden) {
        this.inner("filter").value = "";
        this.filter();
      }
      this.go(...this.placeOf(cell));
    }

    searched(event) {
      if (event.key === "Escape") this.go(...this.at);
      else if (event.key === "Enter") this.find(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    }

    // The next cell, or line by its name, that holds what is looked for; the search field keeps the focus.
    find(step) {
      const wanted = this.inner("find").value.trim().toLowerCase();
      const width = this.last[1] + 1;
      const count = width * this.rows.length;
      const start = this.at[0] * width + this.at[1];
      for (let n = 1; wanted && n <= count; n += 1) {
        const place = (((start + step * n) % count) + count) % count;
        const [row, column] = [Math.floor(place / width), place % width];
        const cell = this.cell([row, column]);
        const heads = column === 0 ? this.rows[row].cells[0].textContent.toLowerCase() : "";
        if (`${cell.textContent} ${textOf(cell)}`.toLowerCase().includes(wanted) || heads.includes(wanted)) {
          this.go(row, column);
          this.inner("find").focus({ preventScroll: true });
          return this.say([...this.headsOf(cell), cell.textContent].join(", "));
        }
      }
      return this.say(this.words.not_found);
    }

    // Telling

    say(text) {
      this.inner("status").textContent = text;
    }

    // What a screen reader says after a cell's value, and the panel beside shows; the rest of the panel is the server's.
    describe() {
      const cell = this.cell(this.at);
      const merge = this.merges.get(cell);
      const { problem, answered, evidence, why, state, kind } = cell.dataset;
      const told = [state && this.words[`state_${state}`], merge?.message, problem, answered, why, evidence && `${this.words.evidence}${evidence}`];
      this.write("told", told.filter(Boolean).join(" "));
      this.write("where", this.headsOf(cell).join(" · "));
      this.inner("merge").hidden = !merge;
      const open = this.found.get(cell)?.find((one) => one.open);
      this.inner("answering").hidden = !open;
      if (open) this.inner("answering").firstElementChild.href = open.address;
      for (const button of this.inner("kinds").children) {
        const pressed = String(Boolean(kind) && button.dataset.kind === kind);
        if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      }
      if (!cell.hasAttribute("aria-describedby")) cell.setAttribute("aria-describedby", this.inner("told").id);
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.ask(cell), ASKED_AFTER);
    }

    write(name, text) {
      if (this.inner(name).textContent !== text) this.inner(name).textContent = text;
    }

    // The rest of the panel; what may stand in for a figure only where there is none, or something is wrong with it.
    async ask(cell) {
      const place = this.named(cell);
      if (!place.month) return;
      const query = new URLSearchParams(place);
      const doubtful = textOf(cell) === "" || this.found.has(cell);
      const addresses = [`${this.getAttribute("more")}?${query}`, doubtful ? `${this.getAttribute("asked")}?${query}` : ""];
      const [more, asked] = await Promise.all(addresses.map((address) => this.got(address, "text")));
      if (cell !== this.cell(this.at) || this.inner("asked").contains(document.activeElement)) return;
      if (more !== null) this.inner("more").innerHTML = more;
      this.inner("asked").innerHTML = asked ?? "";
    }

    // What the server says at an address; null where it says nothing.
    async got(address, form) {
      const answer = address ? await fetch(address).catch(() => null) : null;
      return answer?.ok && !answer.redirected ? answer[form]().catch(() => null) : null;
    }
  }

  customElements.define("month-grid", MonthGrid);
})();
