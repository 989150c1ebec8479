// Which notes are shown: none, those of some kinds and by some hands, and on narrow screens opened or closed.
(() => {
  "use strict";
  const NOBODY = "-"; // stands in the address for notes that nobody signed
  const root = document.documentElement;
  const tools = document.querySelector(".note-tools");
  const { body, wide, entries, open, close } = postilNotes;
  const status = tools.querySelector("[role=status]");
  const all = Array.from(entries.values());

  /* By kind and by hand: `?notes=fact,cite&by=ann`, so that links to places on the page keep it. */

  const filters = Array.from(tools.querySelectorAll("fieldset"), (fieldset) => ({
    name: fieldset.name,
    boxes: Array.from(fieldset.querySelectorAll("input")),
    valueOf: fieldset.name === "by" ? ({ note }) => note.dataset.by ?? "" : ({ note }) => note.dataset.kind,
  }));

  function parts() {
    return location.search.slice(1).split("&").filter(Boolean);
  }

  function readAddress() {
    for (const { name, boxes } of filters) {
      const part = parts().find((part) => part.startsWith(`${name}=`));
      const values = part?.slice(name.length + 1).split(",");
      // Some browsers bring back what was ticked before the page was loaded again.
      for (const box of boxes) box.checked = values?.includes(encodeURIComponent(box.value || NOBODY)) ?? true;
    }
  }

  function writeAddress() {
    const isOurs = (part) => filters.some(({ name }) => part.startsWith(`${name}=`));
    const ours = filters.filter(({ boxes }) => boxes.some((box) => !box.checked)).map(({ name, boxes }) => {
      const values = boxes.filter((box) => box.checked).map((box) => encodeURIComponent(box.value || NOBODY));
      return `${name}=${values.join(",")}`;
    });
    const query = parts().filter((part) => !isOurs(part)).concat(ours).join("&");
    try {
      history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
    } catch {
      // A page opened from disk may not change its address.
    }
  }

  function boxOf({ boxes, valueOf }, entry) {
    return boxes.find((box) => box.value === valueOf(entry));
  }

  function isShown(entry) {
    return filters.every((filter) => boxOf(filter, entry)?.checked ?? true);
  }

  function apply() {
    for (const entry of all) {
      entry.isOut = !isShown(entry);
      for (const end of [entry.note, ...entry.refs]) end.classList.toggle("out", entry.isOut);
    }
    for (const mark of new Set(all.flatMap(({ marks }) => marks))) {
      mark.classList.toggle("out", all.every((entry) => entry.isOut || !entry.marks.includes(mark)));
    }
    separate();
    postilNotes.layOut();
  }

  // Of signs in a row, the first that is shown follows none.
  function separate() {
    let follows = false;
    for (const ref of body.querySelectorAll(".note-ref")) {
      if (!ref.classList.contains("next")) follows = false;
      ref.classList.toggle("first", !follows);
      follows ||= !ref.classList.contains("out");
    }
  }

  function count() {
    const isOff = root.classList.contains("notes-off");
    const shown = isOff ? 0 : all.filter(({ isOut }) => !isOut).length;
    const text = tools.dataset.count.replace("{shown}", shown).replace("{all}", all.length);
    status.textContent = shown === all.length ? "" : text;
    tools.querySelector(".note-open-all").disabled = shown === 0;
  }

  for (const { boxes } of filters) {
    for (const box of boxes) {
      box.addEventListener("change", () => {
        apply();
        writeAddress();
        count();
      });
    }
  }

  /* None at all, remembered from page to page. */

  const switchBox = tools.querySelector(".note-switch");

  function show(yes) {
    root.classList.toggle("notes-off", !yes);
    switchBox.checked = yes;
    postilNotes.layOut();
    count();
  }

  switchBox.addEventListener("change", () => {
    show(switchBox.checked);
    try {
      localStorage.setItem("postil-notes", switchBox.checked ? "on" : "off");
    } catch {
      // Where storage is forbidden the choice lasts as long as the page.
    }
  });

  /* All open, or all closed: in the flow whole notes, beside their words the long ones. */

  const opener = tools.querySelector(".note-open-all");
  opener.addEventListener("click", () => {
    const yes = opener.ariaPressed !== "true";
    opener.ariaPressed = String(yes);
    for (const entry of all) {
      entry.expanded = yes;
      if (wide.matches || !entry.at) continue;
      if (yes) open(entry);
      else close(entry);
    }
    postilNotes.layOut(all);
  });

  /** Shows a note that an address names, whatever was chosen before. */
  postilNotes.reveal = (entry) => {
    if (root.classList.contains("notes-off")) show(true);
    if (isShown(entry)) return;
    for (const filter of filters) boxOf(filter, entry).checked = true;
    apply();
    writeAddress();
    count();
  };

  tools.hidden = false;
  readAddress();
  show(!root.classList.contains("notes-off"));
  if (!all.every(isShown)) apply();
  count();
})();
