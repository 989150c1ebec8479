// Keys for reading, and the dialog that names them and switches them off.
(function () {
  "use strict";
  const root = document.documentElement;
  const dialog = document.querySelector(".keys");
  if (!dialog) return;
  // Where nobody speaks, paragraphs are what is read one after the other.
  const UNIT = document.querySelector(".turn") ? ".turn" : ".text > .body p[id]";

  // The next or last of `elements`, seen from the one in focus or else from the top of the window.
  function step(selector, forward) {
    const all = Array.from(document.querySelectorAll(selector)).filter((element) => element.getClientRects().length);
    const line = innerHeight * 0.3;
    const now = all.indexOf(held(selector));
    if (now >= 0) return all[now + (forward ? 1 : -1)];
    const top = (element) => element.getBoundingClientRect().top;
    return forward ? all.find((e) => top(e) > line) : all.findLast((e) => top(e) < line - 8);
  }

  // What is in focus; from within a note, the reference it was chosen from.
  function held(selector) {
    const active = document.activeElement;
    const inNote = active.closest(".note") && document.querySelector(".note-ref.chosen");
    return inNote || active.closest(selector);
  }

  function go(selector, forward) {
    const target = step(selector, forward);
    if (!target) return;
    if (!target.matches("a")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    scrollTo({ top: target.getBoundingClientRect().top + scrollY - innerHeight * 0.3 });
  }

  // The place that is read: in focus, or else the turn or paragraph at the top of the window.
  function here(selector) {
    const line = innerHeight * 0.3 + 8;
    const isReached = (unit) => unit.getBoundingClientRect().top < line;
    const units = Array.from(document.querySelectorAll(UNIT));
    return document.activeElement.closest(selector) ?? units.findLast(isReached) ?? units[0];
  }

  function copyLink() {
    const place = here(`.note, ${UNIT}, .section`);
    const link = place?.querySelector(".anchor, .label > .time");
    // A paragraph without a speaker has its address and nothing to press.
    if (link) link.click();
    else if (place?.id) document.dispatchEvent(new CustomEvent("postil:copy", { detail: place.id }));
  }

  function quote() {
    document.dispatchEvent(new CustomEvent("postil:quote", { detail: here(UNIT) }));
  }

  const listen = (what) => document.dispatchEvent(new CustomEvent("postil:listen", { detail: what }));

  const press = (selector) => document.querySelector(selector)?.click();

  const actions = {
    j: () => go(UNIT, true),
    k: () => go(UNIT, false),
    n: () => go(".body .note-ref", true),
    p: () => go(".body .note-ref", false),
    o: () => press(".note-open-all"),
    h: () => press(".note-switch"),
    c: copyLink,
    q: quote,
    l: () => listen("play"),
    ",": () => listen("back"),
    ".": () => listen("forward"),
    "<": () => listen("slower"),
    ">": () => listen("faster"),
    f: () => listen("follow"),
    "?": () => dialog.showModal(),
  };

  function isTyping(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable], dialog, audio, video");
  }

  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || root.dataset.keys === "off" || isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });

  const opener = document.querySelector(".keys-open");
  opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  const box = dialog.querySelector("input");
  box.checked = root.dataset.keys !== "off";
  box.addEventListener("change", () => {
    root.dataset.keys = box.checked ? "on" : "off";
    try {
      localStorage.setItem("postil-keys", root.dataset.keys);
    } catch (error) {
      // Where storage is forbidden the choice lasts as long as the page.
    }
  });
})();
