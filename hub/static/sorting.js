// The keys of the page on which notes are sorted: one for each category, and for going on. They work while the form has the focus, and
// press what is there to be pressed; without this file the form does the same.
"use strict";
(() => {
  const form = document.getElementById("sort");
  if (!form) return;
  const keys = new Map();
  for (const one of form.querySelectorAll("[data-key]")) keys.set(one.dataset.key, one);
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  form.addEventListener("keydown", (event) => {
    if (sent || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const one = keys.get(event.key.toLowerCase());
    if (!one) return;
    event.preventDefault();
    one.focus({ preventScroll: true });
    one.click();
  });
  form.querySelector(".note").focus();
})();
