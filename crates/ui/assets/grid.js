// 月の表: arrows, Enter, Ctrl+D, Esc, row-wise saving, undo, and the live result beside it.
"use strict";
(() => {
  const table = document.querySelector("table.grid[data-save]");
  if (!table) return;
  const form = table.closest("form");
  const csrf = form.querySelector("input[name=csrf]").value;
  const live = document.getElementById("live");
  const said = document.getElementById("grid-said");
  const undoButton = document.getElementById("grid-undo");
  const undoStack = [];
  const pending = new Map(); // row → timer
  const underway = new Map(); // row → request that is not answered yet

  const rows = Array.from(table.querySelectorAll("tbody tr[data-number]"));
  const cellsOf = (row) => Array.from(row.querySelectorAll("[data-f]"));
  const textOf = (cell) => (cell.type === "checkbox" ? (cell.checked ? "1" : "") : cell.value);
  const show = (cell, text) => {
    if (cell.type === "checkbox") cell.checked = text === "1"; else cell.value = text;
    cell.dataset.base = text;
  };
  const state = (row, kind, text) => {
    row.dataset.state = kind;
    row.querySelector(".row-state").textContent = text;
  };
  const say = (text) => { if (said) said.textContent = text; };
  rows.forEach((row) => cellsOf(row).forEach((cell) => { cell.dataset.base = textOf(cell); }));

  const changed = (row) => cellsOf(row).filter((cell) => textOf(cell) !== cell.dataset.base);
  const typedIn = (row) => JSON.stringify(changed(row).map((cell) => [cell.dataset.f, textOf(cell)]));

  function mark(row, errors) {
    cellsOf(row).forEach((cell) => {
      const error = errors.find((e) => e.field === cell.dataset.f);
      if (error) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
    });
  }

  // One request a row at a time; what was typed meanwhile follows it. Who waits for a row waits for both.
  function save(row, isUndo) {
    window.clearTimeout(pending.get(row));
    pending.delete(row);
    const earlier = underway.get(row);
    const sending = (earlier ? earlier.catch(() => {}).then(() => send(row, isUndo)) : send(row, isUndo)).finally(() => {
      if (underway.get(row) === sending) underway.delete(row);
    });
    underway.set(row, sending);
    return sending;
  }

  async function send(row, isUndo) {
    const cells = changed(row);
    if (cells.length === 0) return;
    const before = {};
    cellsOf(row).forEach((cell) => { before[cell.dataset.f] = cell.dataset.base; });
    // What was refused, or met another person's value, is sent again only after someone typed.
    const typedNow = typedIn(row);
    if (row.refused === typedNow) return;
    const body = new URLSearchParams({ csrf, version: row.dataset.version });
    cells.forEach((cell) => body.set(cell.dataset.f, textOf(cell)));
    const sent = new Map(cells.map((cell) => [cell, textOf(cell)]));
    state(row, "saving", "保存しています…");
    let answer;
    try {
      const response = await fetch(table.dataset.save + row.dataset.number, {
        method: "POST", body, keepalive: true, headers: { Accept: "application/json" }, redirect: "manual",
      });
      if (response.type === "opaqueredirect" || response.status === 401) {
        state(row, "error", "サインインが切れました。この画面を開いたまま別の画面でサインインし、もう一度このセルを直してください。入力は残っています");
        return;
      }
      answer = await response.json();
    } catch {
      state(row, "error", "つながりません。5秒ごとに送り直します。入力は残っています");
      later(row, 5000);
      return;
    }
    if (answer.saved) {
      row.dataset.version = String(answer.version);
      cellsOf(row).forEach((cell) => {
        const text = answer.cells[cell.dataset.f];
        if (text === undefined) return;
        const typedOn = sent.has(cell) ? textOf(cell) !== sent.get(cell) : textOf(cell) !== cell.dataset.base;
        if (typedOn) cell.dataset.base = text; else show(cell, text);
      });
      mark(row, []);
      row.refused = undefined;
      state(row, "saved", answer.saved);
      if (!isUndo) undoStack.push({ row, before });
      if (undoButton) undoButton.disabled = undoStack.length === 0;
      if (live && answer.live !== undefined) live.innerHTML = answer.live;
      if (changed(row).length > 0) later(row, 600);
    } else {
      mark(row, answer.errors || []);
      row.refused = typedNow;
      if (answer.conflict) {
        // The other person's row is shown beside ours; typing again or Esc decides.
        row.dataset.version = String(answer.version);
        cells.forEach((cell) => { cell.dataset.base = answer.cells[cell.dataset.f] || ""; });
        row.refused = typedIn(row);
        state(row, "error", answer.message);
      } else {
        state(row, "error", (answer.errors || []).map((e) => e.message).join(" ") || answer.message);
      }
      say(row.querySelector(".row-state").textContent);
    }
  }

  function later(row, wait) {
    window.clearTimeout(pending.get(row));
    pending.set(row, window.setTimeout(() => save(row), wait));
  }

  async function flush() {
    for (const row of rows) if (changed(row).length > 0) await save(row);
  }

  // 編集: saved when the row is left, or after a pause.
  table.addEventListener("input", (event) => { const row = event.target.closest("tr[data-number]"); if (row) { row.refused = undefined; later(row, 2500); } });
  table.addEventListener("change", (event) => { const row = event.target.closest("tr[data-number]"); if (row && event.target.type === "checkbox") { row.refused = undefined; later(row, 700); } });
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-number]");
    if (!row) return;
    document.querySelectorAll("input[data-current-day]").forEach((input) => { input.value = row.dataset.number; });
    rows.filter((other) => other !== row && changed(other).length > 0).forEach((other) => save(other));
    if (event.target.select && event.target.type === "text") event.target.select();
  });
  table.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr[data-number]");
    if (row && !row.contains(event.relatedTarget) && changed(row).length > 0) save(row);
  });

  function move(cell, dy, dx) {
    const row = cell.closest("tr");
    if (dx !== 0) {
      const cells = cellsOf(row);
      const next = cells[cells.indexOf(cell) + dx];
      if (next) next.focus();
      return;
    }
    const next = rows[rows.indexOf(row) + dy];
    const target = next && next.querySelector(`[data-f="${cell.dataset.f}"]`);
    if (target) target.focus();
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.dataset || !cell.dataset.f || event.isComposing || event.keyCode === 229) return;
    const row = cell.closest("tr");
    const text = cell.type === "text";
    const atStart = !text || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) || cell.selectionEnd === 0;
    const atEnd = !text || cell.selectionStart === cell.value.length || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
    const tool = (name) => { const button = document.querySelector(`button[name=tool][value=${name}]`); if (button) { event.preventDefault(); button.click(); } };
    if (event.altKey && event.key === "ArrowDown") { tool("copy_next"); return; }
    if (event.altKey && event.key === "End") { tool("to_month_end"); return; }
    if (event.altKey && event.key === "Delete") { tool("clear_row"); return; }
    if (event.key === "ArrowUp") { event.preventDefault(); move(cell, -1, 0); }
    else if (event.key === "ArrowDown") { event.preventDefault(); move(cell, 1, 0); }
    else if (event.key === "ArrowLeft" && atStart) { event.preventDefault(); move(cell, 0, -1); }
    else if (event.key === "ArrowRight" && atEnd) { event.preventDefault(); move(cell, 0, 1); }
    else if (event.key === "Enter") { event.preventDefault(); move(cell, event.shiftKey ? -1 : 1, 0); if (!rows[rows.indexOf(row) + 1]) save(row); }
    else if (event.key === "Escape") {
      if (cell.type === "checkbox") cell.checked = cell.dataset.base === "1"; else cell.value = cell.dataset.base;
      cell.removeAttribute("aria-invalid");
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      const above = rows[rows.indexOf(row) - 1];
      const source = above && above.querySelector(`[data-f="${cell.dataset.f}"]`);
      if (source) {
        if (cell.type === "checkbox") cell.checked = source.checked; else cell.value = source.value;
        later(row, 2500);
        move(cell, 1, 0);
      }
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && textOf(cell) === cell.dataset.base) {
      event.preventDefault();
      undo();
    }
  });

  function undo() {
    const last = undoStack.pop();
    if (undoButton) undoButton.disabled = undoStack.length === 0;
    if (!last) return;
    cellsOf(last.row).forEach((cell) => {
      const text = last.before[cell.dataset.f];
      if (text === undefined) return;
      if (cell.type === "checkbox") cell.checked = text === "1"; else cell.value = text;
    });
    save(last.row, true);
    // in the month of a person the heading of a row is a day with its weekday
    const what = table.dataset.focus === undefined ? last.row.querySelector("th").textContent.trim() : `${last.row.dataset.number}日`;
    say(`${what}を元に戻しました`);
  }
  if (undoButton) { undoButton.hidden = false; undoButton.disabled = true; undoButton.addEventListener("click", undo); }

  // Tools and saving by the button first send what is still being typed.
  document.querySelectorAll("form[data-tool]").forEach((toolForm) => {
    toolForm.addEventListener("submit", (event) => {
      if (toolForm.dataset.flushed || !rows.some((row) => changed(row).length > 0)) return;
      event.preventDefault();
      event.stopPropagation();
      const submitter = event.submitter;
      flush().then(() => {
        toolForm.dataset.flushed = "1";
        delete toolForm.dataset.sent;
        if (submitter) toolForm.requestSubmit(submitter); else toolForm.requestSubmit();
      });
    });
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); flush(); });
  window.addEventListener("pagehide", () => { rows.forEach((row) => { if (changed(row).length > 0) save(row); }); });
  window.addEventListener("beforeunload", (event) => { if (rows.some((row) => row.dataset.state === "error" && changed(row).length > 0)) event.preventDefault(); });

  const wanted = table.dataset.focus && rows.find((row) => row.dataset.number === table.dataset.focus);
  if (wanted) { const first = wanted.querySelector("[data-f]"); if (first) first.focus(); }
})();
