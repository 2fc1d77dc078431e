// Comfort only: a grid is a plain form, and every page works without this file.
(() => {
  "use strict";
  const form = document.querySelector("[data-grid]");
  if (!form) return;
  const boxes = (column) => [...form.querySelectorAll(`input.cel[data-column="${column}"]`)];
  const neighbour = (box, step) => {
    const column = boxes(box.dataset.column);
    return column[column.indexOf(box) + step];
  };
  const go = (box) => {
    if (!box) return;
    box.focus();
    box.select();
  };
  // After saving the page opens again on the box where the writer was going.
  const save = (box) => {
    form.elements.cella.value = box ? box.name : "";
    form.requestSubmit();
  };

  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save(box.matches("input.cel") ? box : null);
      return;
    }
    if (!box.matches("input.cel") || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const complete = box.closest("tr").querySelector('[data-column="is_complete"]');
      if (complete) complete.checked = true;
      save(neighbour(box, 1) || box);
    } else if (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)) {
      event.preventDefault();
      go(neighbour(box, -1));
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      go(neighbour(box, 1));
    }
  });

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("input.cel")) event.target.select();
  });
})();
