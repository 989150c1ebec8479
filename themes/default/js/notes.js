// Notes and their words: opened under their paragraph on narrow screens, chosen and lit together on all.
const postilNotes = (() => {
  "use strict";
  const body = document.querySelector(".body");
  const wide = matchMedia(document.body.classList.contains("is-vertical") ? "not all" : "(min-width: 60rem)");
  const entries = new Map();

  /* Each note knows the references to it, and at which of them it stands now. */

  for (const note of body.querySelectorAll(".note")) {
    note.tabIndex = -1;
    entries.set(note.id, { note, refs: [], marks: [], at: null, chosen: false, expanded: false, limit: Infinity });
  }
  for (const mark of body.querySelectorAll("mark[aria-details]")) {
    for (const id of notesOn(mark)) entries.get(id)?.marks.push(mark);
  }
  for (const ref of body.querySelectorAll(".note-ref")) {
    const entry = entryOf(ref);
    if (!entry) continue;
    entry.refs.push(ref);
    entry.at ??= ref;
  }

  // What puts notes beside their words, where there is room, tells how it does so here.
  const notes = { body, wide, entries, wordsOf, open, close, fold, layOut: () => {}, reveal: () => {} };

  function entryOf(ref) {
    return entries.get(decodeURIComponent(ref.hash.slice(1)));
  }

  // The words a reference is about: the highlight before it, else the reference itself.
  function wordsOf(ref, note) {
    let before = ref.previousElementSibling;
    while (before?.matches(".note-ref")) before = before.previousElementSibling;
    const isAbout = before?.matches("mark") && notesOn(before).includes(note.id);
    return isAbout ? before : ref;
  }

  function notesOn(mark) {
    return (mark.dataset.notes || mark.getAttribute("aria-details") || "").split(" ");
  }

  // Words may be in several spans, one inside the other.
  function notesAround(mark) {
    const outer = mark.parentElement.closest("mark[aria-details]");
    return outer ? notesOn(mark).concat(notesAround(outer)) : notesOn(mark);
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

  /* Choosing a note: it comes to the words it was asked for from, and both stay lit. */

  function choose(entry, ref) {
    for (const other of entries.values()) if (other.chosen) unchoose(other);
    entry.chosen = entry.expanded = true;
    if (!wide.matches) moveUnder(entry, ref);
    const comesFar = entry.at !== ref;
    entry.at = ref;
    const words = wordsOf(ref, entry.note);
    for (const end of [ref, words]) end.classList.add("chosen");
    const anchor = words.id || ref.id;
    if (anchor) entry.note.querySelector(".note-number").hash = anchor;
    open(entry);
    // What comes from far away is there at once: on its way it could not be scrolled to.
    if (comesFar) entry.note.style.transition = "none";
    notes.layOut([entry]);
    entry.note.focus({ preventScroll: true });
    entry.note.scrollIntoView({ block: "nearest" });
    entry.note.style.transition = "";
  }

  function unchoose(entry) {
    entry.chosen = false;
    for (const end of body.querySelectorAll(".chosen")) end.classList.remove("chosen");
  }

  body.addEventListener("click", (event) => {
    const ref = event.target.closest(".note-ref");
    const entry = ref && entryOf(ref);
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isOpen = entry.note.classList.contains("open") && entry.at === ref;
    if (wide.matches || !isOpen) return choose(entry, ref);
    unchoose(entry);
    close(entry);
  });

  body.addEventListener("keydown", (event) => {
    const note = event.key === "Escape" && event.target.closest(".note");
    const entry = note && entries.get(note.id);
    if (entry?.at) entry.at.focus();
  });

  body.addEventListener("beforematch", (event) => {
    const entry = entries.get(event.target.closest(".note")?.id);
    if (entry) open(entry);
  });

  // The address of a note shows it and, above it, its words.
  function followHash() {
    const entry = entries.get(postilAddress.anchor());
    if (!entry?.at) return;
    notes.reveal(entry);
    if (!wide.matches) wordsOf(entry.at, entry.note).scrollIntoView({ block: "start", behavior: "instant" });
    choose(entry, entry.at);
  }

  /* The words and their note light up together. */

  function light(target, on) {
    const at = target.closest?.(".note-ref, .note, mark[aria-details]");
    if (!at) return;
    let lit = [];
    if (at.matches(".note")) lit = [entries.get(at.id)];
    else if (at.matches(".note-ref")) lit = [entryOf(at)];
    else lit = notesAround(at).map((id) => entries.get(id));
    for (const entry of lit) if (entry) lightEntry(entry, at, on);
  }

  function lightEntry(entry, from, on) {
    const ref = from.matches(".note-ref") ? from : entry.at;
    for (const end of [entry.note, ref, ...entry.marks]) end?.classList.toggle("lit", on);
  }

  for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    body.addEventListener(type, (event) => light(event.target, on));
  }

  wide.addEventListener("change", fold);
  addEventListener("hashchange", followHash);
  document.addEventListener("DOMContentLoaded", followHash);
  fold();
  return notes;
})();
