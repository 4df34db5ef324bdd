// Small helps on every page; each page works without them.
"use strict";
(() => {
  // Errors are announced and reached first.
  const errors = document.getElementById("form-errors");
  if (errors) errors.focus();

  // Something was typed into a guarded form and is not sent yet.
  let dirty = false;

  // A form is sent once: a second press while the first is under way does nothing. A button that puts other values in
  // the place of typed ones asks first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const question = form.dataset.confirm || (dirty && event.submitter?.dataset.replaces);
    if (question && !window.confirm(question)) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(() => { delete form.dataset.sent; }, 8000);
  });

  // フリガナ follows the name while it is typed; what someone wrote there is never replaced.
  const name = document.getElementById("f-name");
  const kana = document.getElementById("f-name_kana");
  if (name && kana && !name.readOnly) {
    let reading = "";
    let filled = kana.value;
    const katakana = (text) => text.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
    name.addEventListener("compositionstart", () => { reading = ""; });
    name.addEventListener("compositionupdate", (event) => {
      // While kana is typed it is the reading; once it is converted to kanji the last reading stays.
      if (/^[ぁ-ゖァ-ヶー]+$/.test(event.data)) reading = event.data;
    });
    name.addEventListener("compositionend", () => {
      if (reading === "" || kana.value !== filled) return;
      filled = filled + (filled !== "" && /[\s\u3000]\S*$/.test(name.value) && !/[\s\u3000]/.test(filled) ? " " : "") + katakana(reading);
      kana.value = filled;
      reading = "";
    });
    name.addEventListener("input", () => { if (name.value === "" && kana.value === filled) { kana.value = ""; filled = ""; } });
  }

  // A sheet to hand over has a button that prints it.
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Typed but unsaved forms are not lost by a stray click.
  document.addEventListener("input", (event) => {
    const form = event.target.closest ? event.target.closest("form[data-guard]") : null;
    if (form) dirty = true;
  });
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
