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

  // Typed but unsaved forms are not lost by a stray click.
  let dirty = false;
  document.addEventListener("input", (event) => {
    const form = event.target.closest ? event.target.closest("form[data-guard]") : null;
    if (form) dirty = true;
  });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
