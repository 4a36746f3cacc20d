// Loads a page of a gathering again when the guide has gone on. It is told that something changed, and nothing else. Without this file the page
// loads itself again every few seconds; what somebody has begun to type is never loaded away.
"use strict";
(() => {
  const told = document.getElementById("changed");
  if (!told) return;
  const waitBeforeTryingAgain = 10000;
  let sent = false;
  document.addEventListener("submit", () => { sent = true; });
  const isChanged = (field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  };
  const follow = () => {
    if (sent) return;
    if ([...document.querySelectorAll("main input, main select, main textarea")].some(isChanged)) told.hidden = false;
    else location.replace(told.dataset.page);
  };
  const changes = new EventSource(told.dataset.changes);
  // What changes by itself is the time that is left. While the hub is away the page stays as it is.
  if (told.dataset.again) setInterval(() => { if (changes.readyState === EventSource.OPEN) follow(); }, 1000 * told.dataset.again);
  changes.addEventListener("changed", () => { changes.close(); follow(); });
  changes.addEventListener("error", () => {
    // A hub that is started anew is looked for by the browser itself; one that takes no more listeners is asked for the page.
    if (changes.readyState === EventSource.CLOSED) setTimeout(follow, waitBeforeTryingAgain);
  });
})();
