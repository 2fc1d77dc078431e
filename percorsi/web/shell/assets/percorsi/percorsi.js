// Comfort only: every page works without this file.
(() => {
  "use strict";
  const one = (css, root = document) => root.querySelector(css);
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const isButton = (element) => /^(checkbox|radio|button|submit)$/.test(element.type);
  const isWriting = (element) =>
    element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) || (element.tagName === "INPUT" && !isButton(element));
  const openInBar = () => all(".bar details[open]");
  const post = (form, more, options) =>
    fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form), ...more]), ...options });

  // Single keys, unless the reader switched them off: data-key names the one of a link, a button or a field.
  const rows = () => all("main :is(tr, li) .name").filter((link) => link.href && link.getClientRects().length);
  const inRow = (link) => link.closest("tr, li").contains(document.activeElement);
  const step = (by) => {
    const links = rows();
    const at = links.findIndex(inRow);
    links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };
  const moves = {
    j: () => step(1),
    k: () => step(-1),
    e: () => rows().filter(inRow).forEach((link) => one("a.btn", link.closest("tr, li"))?.click()),
    x: () => rows().filter(inRow).forEach((link) => one(".pick input", link.closest("tr, li"))?.click()),
  };
  const press = (key) => {
    const target = one(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return moves[key]?.();
    if (!isWriting(target)) return target.click();
    const fold = target.closest("details");
    if (fold) fold.open = true;
    return target.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      openInBar().forEach((panel) => {
        panel.open = false;
        one("summary", panel).focus();
      });
      return;
    }
    const isOff = event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys === "off";
    if (isOff || event.key.length !== 1 || isWriting(event.target) || one("dialog[open]")) return;
    if (!moves[event.key] && !one(`[data-key="${CSS.escape(event.key)}"]`)) return;
    event.preventDefault();
    press(event.key);
  });

  document.addEventListener("click", (event) => {
    openInBar().forEach((panel) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });

  // The map of the keys opens over the page; without this it is a page.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    let dialog = one("dialog");
    if (!dialog) {
      const answer = await fetch(link.href);
      const content = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-map]");
      if (!content) return location.assign(link.href);
      dialog = document.createElement("dialog");
      dialog.className = "panel keys";
      dialog.setAttribute("aria-labelledby", "mappa-tasti");
      dialog.append(content);
      all("[hidden]", dialog).forEach((each) => { each.hidden = false; });
      document.body.append(dialog);
    }
    dialog.showModal();
  });

  // Who is meant, while the name is being typed in the bar.
  const field = one("#cerca");
  const found = field && one("[data-found]", field.form);
  if (found) {
    const told = one("[data-told]", field.form);
    let asked = "", timer = 0, running = null;
    const shut = () => { found.hidden = true; };
    const ask = async () => {
      const text = field.value.trim();
      if (text.length < 3) return shut();
      running?.abort();
      running = new AbortController();
      try {
        const answer = await post(field.form, [["breve", "1"]], { signal: running.signal });
        if (!answer.ok || answer.redirected || field.value.trim() !== text) return;
        found.innerHTML = await answer.text();
        told.textContent = one("[data-words]", found)?.dataset.words || "";
        asked = text;
        found.hidden = false;
      } catch {
        shut(); // Enter still asks by the whole page.
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      if (field.value.trim() !== asked) shut();
      timer = setTimeout(ask, 250);
    });
    field.form.addEventListener("keydown", (event) => {
      if (found.hidden) return;
      if (event.key === "Escape") {
        event.stopPropagation();
        field.focus();
        return shut();
      }
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const stops = [field, ...all("a, button", found)];
      stops[Math.min(Math.max(stops.indexOf(document.activeElement) + by, 0), stops.length - 1)].focus();
    });
    field.form.addEventListener("focusout", (event) => {
      if (!field.form.contains(event.relatedTarget)) shut();
    });
  }

  // The bar over a list is there once a row is chosen, and says how many are.
  const bulk = one("[data-bulk]");
  if (bulk) {
    const boxes = all('input[name="scelti"]');
    const every = one("[data-choose-all]");
    const count = () => {
      const n = boxes.filter((box) => box.checked).length;
      bulk.hidden = !n;
      one("[data-chosen]", bulk).textContent = n;
      one("[data-chosen-words]", bulk).hidden = false;
      every.checked = n > 0 && n === boxes.length;
      every.indeterminate = n > 0 && n < boxes.length;
    };
    every.hidden = false;
    every.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = every.checked; });
      count();
    });
    boxes.forEach((box) => box.addEventListener("change", count));
    addEventListener("pageshow", count);
    count();
  }

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // Ctrl+Enter saves from within a text.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = event.target.closest("form")?.querySelector("[data-ctrl-enter]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // What is being written is kept every ten seconds, on leaving the text and on leaving the page.
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const said = form.querySelector("[data-saved]");
    const typed = () => ["text", "kind", "happened_on", "follow_up_on"].map((name) => form.elements[name].value).join("\n");
    let kept = typed();
    let saving = null;
    const send = async () => {
      const sent = typed();
      const body = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body, headers: { Accept: "application/json" }, keepalive: true, signal: AbortSignal.timeout(8_000),
        });
        const told = await answer.json();
        if (told.draft) form.elements.draft.value = told.draft;
        said.textContent = told.said;
        kept = sent;
      } catch {
        said.textContent = said.dataset.lost;
      }
    };
    const save = () => {
      if (saving || !form.elements.text.value.trim() || typed() === kept) return;
      saving = send().finally(() => { saving = null; });
    };
    const timer = setInterval(save, 10_000);
    form.addEventListener("focusout", save);
    addEventListener("pagehide", save);
    form.addEventListener("submit", (event) => {
      clearInterval(timer);
      form.removeEventListener("focusout", save);
      removeEventListener("pagehide", save);
      if (!saving) return;
      // The draft must be known before the note is saved, or it would outlive it.
      event.preventDefault();
      saving.then(() => form.requestSubmit(event.submitter));
    });
  });

  // Browsers that ignore autofocus outside of fields still bring the reader to the errors.
  const summary = document.querySelector(".errs");
  if (summary && document.activeElement === document.body) summary.focus();

  // The sheet of who came: p, a, g mark the person and go to the next; up and down change person.
  document.querySelectorAll("[data-sheet]").forEach((sheet) => {
    const rows = [...sheet.querySelectorAll("tbody tr")];
    const marks = { p: 0, a: 1, g: 2 };
    const go = (row) => {
      const radios = row ? [...row.querySelectorAll("input[type=radio]")] : [];
      (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
    };
    // From elsewhere on the page a letter begins at the first person.
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || (isWriting(event.target) && event.target.type !== "radio")) return;
      const place = Math.max(0, rows.indexOf(event.target.closest("tr")));
      const mark = marks[event.key.toLowerCase()];
      const step = sheet.contains(event.target) ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
      if (mark === undefined && !step) return;
      event.preventDefault();
      if (mark !== undefined) rows[place].querySelectorAll("input[type=radio]")[mark].checked = true;
      go(rows[place + (step ?? 1)] ?? rows[place]);
    });
  });
})();
