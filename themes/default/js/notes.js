// Notes beside their words on wide screens; opened under their paragraph on narrow ones.
(function () {
  "use strict";
  const GAP = 14; // pixels between two notes
  const LIFT = 32; // how far above its words a note may be pushed by those below it
  const root = document.documentElement;
  const body = document.querySelector(".body");
  const wide = matchMedia("(min-width: 62rem)");
  if (!body) return;

  /* Each note knows the references to it, and at which of them it stands now. */

  const entries = new Map();
  for (const note of body.querySelectorAll(".note")) {
    note.tabIndex = -1;
    entries.set(note.id, { note, refs: [], marks: [], at: null, chosen: false });
  }
  for (const mark of body.querySelectorAll("mark[aria-details]")) {
    for (const id of notesOn(mark)) entries.get(id)?.marks.push(mark);
  }
  for (const ref of body.querySelectorAll(".note-ref")) {
    const entry = entryOf(ref);
    if (!entry) continue;
    entry.refs.push(ref);
    entry.at = entry.at || ref;
  }

  function entryOf(ref) {
    return entries.get(decodeURIComponent(ref.hash.slice(1)));
  }

  // The words a reference is about: the highlight before it, else the reference itself.
  function wordsOf(ref, note) {
    let before = ref.previousElementSibling;
    while (before && before.matches(".note-ref")) before = before.previousElementSibling;
    const isAbout = before && before.matches("mark") && notesOn(before).includes(note.id);
    return isAbout ? before : ref;
  }

  function notesOn(mark) {
    return (mark.dataset.notes || mark.getAttribute("aria-details") || "").split(" ");
  }

  /* Beside: every note as near to its words as the others let it, and none over another. */

  function layOut() {
    root.classList.toggle("beside", wide.matches);
    if (!wide.matches) {
      body.style.minHeight = "";
      return;
    }
    const top = body.getBoundingClientRect().top;
    const items = [];
    for (const entry of entries.values()) {
      if (!entry.at) continue;
      const line = wordsOf(entry.at, entry.note).getClientRects()[0];
      const height = entry.note.offsetHeight;
      if (line && height) {
        items.push({ entry, height, wanted: line.top - top, weight: entry.chosen ? 1e4 : 1 });
      }
    }
    items.sort((a, b) => a.wanted - b.wanted);
    const end = spread(items);
    for (const item of items) item.entry.note.style.insetBlockStart = item.top + "px";
    body.style.minHeight = end + "px";
  }

  // Pools neighbours that would overlap and moves each pool to where its members, on the whole, are
  // the least away from where they want to be, though never far above. A chosen note outweighs the rest.
  function spread(items) {
    const pools = [];
    for (const [index, item] of items.entries()) {
      let pool = {
        first: index,
        weight: item.weight,
        sum: item.weight * item.wanted,
        height: item.height + GAP,
        highest: Math.max(0, item.wanted - LIFT),
      };
      while (pools.length && topOf(pools.at(-1)) + pools.at(-1).height > topOf(pool)) {
        pool = join(pools.pop(), pool);
      }
      pools.push(pool);
    }
    let top = 0;
    let next = 0;
    for (const [index, item] of items.entries()) {
      if (next < pools.length && pools[next].first === index) top = topOf(pools[next++]);
      item.top = top;
      top += item.height + GAP;
    }
    return top;
  }

  function topOf(pool) {
    return Math.max(pool.highest, pool.sum / pool.weight);
  }

  function join(above, below) {
    return {
      first: above.first,
      weight: above.weight + below.weight,
      sum: above.sum + below.sum - below.weight * above.height,
      height: above.height + below.height,
      highest: Math.max(above.highest, below.highest - above.height),
    };
  }

  /* In the flow: closed until asked for, under the paragraph from which it was asked for. */

  function close(entry) {
    entry.note.classList.remove("open");
    entry.note.setAttribute("hidden", "until-found");
  }

  function open(entry) {
    entry.note.classList.add("open");
    entry.note.removeAttribute("hidden");
  }

  function fold() {
    for (const entry of entries.values()) {
      if (wide.matches || entry.chosen || !entry.at) open(entry);
      else close(entry);
    }
  }

  function moveUnder(entry, ref) {
    if (ref.closest(".note") === entry.note) return;
    const block = ref.closest(".turn > *, .preface > *, .opening > *, .section > *");
    if (block && entry.at !== ref) block.after(entry.note);
  }

  /* Choosing a note: it comes to the words it was asked for from. */

  function choose(entry, ref) {
    for (const other of entries.values()) other.chosen = other === entry;
    body.querySelector(".note-ref.chosen")?.classList.remove("chosen");
    ref.classList.add("chosen");
    if (!wide.matches) moveUnder(entry, ref);
    const comesFar = entry.at !== ref;
    entry.at = ref;
    const words = wordsOf(ref, entry.note);
    const anchor = words.id || ref.id;
    if (anchor) entry.note.querySelector(".note-number").hash = anchor;
    open(entry);
    // What comes from far away is there at once: on its way it could not be scrolled to.
    if (comesFar) entry.note.style.transition = "none";
    layOut();
    entry.note.focus({ preventScroll: true });
    entry.note.scrollIntoView({ block: "nearest" });
    entry.note.style.transition = "";
  }

  body.addEventListener("click", (event) => {
    const ref = event.target.closest(".note-ref");
    const entry = ref && entryOf(ref);
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isOpen = entry.note.classList.contains("open") && entry.at === ref;
    if (!wide.matches && isOpen) {
      entry.chosen = false;
      close(entry);
    } else {
      choose(entry, ref);
    }
  });

  body.addEventListener("keydown", (event) => {
    const note = event.key === "Escape" && event.target.closest(".note");
    const entry = note && entries.get(note.id);
    if (entry && entry.at) entry.at.focus();
  });

  body.addEventListener("beforematch", (event) => {
    const note = event.target.closest(".note");
    if (note) open(entries.get(note.id));
  });

  function followHash() {
    const entry = entries.get(decodeURIComponent(location.hash.slice(1)));
    if (entry && entry.at) choose(entry, entry.at);
  }

  /* The words and their note light up together. */

  function light(target, on) {
    const at = target.closest && target.closest(".note-ref, .note, mark[aria-details]");
    if (!at) return;
    let lit = [];
    if (at.matches(".note")) lit = [entries.get(at.id)];
    else if (at.matches(".note-ref")) lit = [entryOf(at)];
    else lit = notesOn(at).map((id) => entries.get(id));
    for (const entry of lit) if (entry) lightEntry(entry, at, on);
  }

  function lightEntry(entry, from, on) {
    const ref = from.matches(".note-ref") ? from : entry.at;
    entry.note.classList.toggle("lit", on);
    if (!ref) return;
    ref.classList.toggle("lit", on);
    for (const mark of entry.marks) mark.classList.toggle("lit", on);
  }

  for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    body.addEventListener(type, (event) => light(event.target, on));
  }

  /* Whenever widths or heights change, notes are laid out anew. */

  let frame = 0;
  function later() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(layOut);
  }

  wide.addEventListener("change", fold);
  new ResizeObserver(later).observe(body);
  body.addEventListener("toggle", later, true);
  body.addEventListener("load", later, true);
  addEventListener("load", later);
  if (document.fonts) document.fonts.ready.then(later);
  addEventListener("hashchange", followHash);

  fold();
  layOut();
  followHash();
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add("settled")));
})();
