// Comfort only: every page works without this file.
(() => {
  "use strict";
  const isWriting = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  const openInBar = () => document.querySelectorAll(".bar details[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      openInBar().forEach((panel) => {
        panel.open = false;
        panel.querySelector("summary").focus();
      });
      return;
    }
    const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
    const field = document.querySelector('[data-key="/"]');
    if (event.key !== "/" || hasModifier || !field || isWriting(event.target)) return;
    event.preventDefault();
    field.closest("details").open = true;
    field.focus();
  });

  document.addEventListener("click", (event) => {
    openInBar().forEach((panel) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });

  // Browsers that ignore autofocus outside of fields still bring the reader to the errors.
  const summary = document.querySelector(".errs");
  if (summary && document.activeElement === document.body) summary.focus();
})();
