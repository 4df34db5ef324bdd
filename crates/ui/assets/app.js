// Small helps on every page; each page works without them.
"use strict";
(() => {
  // Errors are announced and reached first.
  const errors = document.getElementById("form-errors");
  if (errors) errors.focus();

  // A form is sent once: a second press while the first is under way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const question = form.dataset.confirm;
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

  // Typed but unsaved forms are not lost by a stray click.
  let dirty = false;
  document.addEventListener("input", (event) => {
    const form = event.target.closest ? event.target.closest("form[data-guard]") : null;
    if (form) dirty = true;
  });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
