// The key that leads to the search box; and the search itself, fetched when somebody is about to search, since
// most pages are read without it.
(() => {
  "use strict";

  const { parts, box, page, marks } = document.currentScript.dataset;
  const form = document.querySelector(".search-form");
  if (!form) return;
  const input = form.querySelector("input");
  const isPage = document.querySelector("#_search-page") !== null;
  const isFound = !isPage && new URLSearchParams(location.search).has("q");

  function load() {
    form.removeEventListener("focusin", load);
    const wanted = [parts, isPage ? page : box, isFound ? marks : ""].join(" ");
    const scripts = wanted.split(" ").filter(Boolean).map(fetchScript);
    // What was typed while the scripts were on their way is searched for now.
    scripts.at(-1).addEventListener("load", () => input.value && input.dispatchEvent(new Event("input")));
  }

  function fetchScript(src) {
    const script = document.createElement("script");
    script.async = false; // in the order given
    script.src = src;
    document.head.append(script);
    return script;
  }

  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog, audio, video");

  function onKey(event) {
    if (event.key !== "/" || document.documentElement.dataset.keys === "off") return;
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  }

  /** What the box is going to be is said before it is entered: a screen reader names it then. */
  function nameBox() {
    const attributes = { "aria-expanded": "false", "aria-autocomplete": "list", "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries({ role: "combobox", ...attributes })) input.setAttribute(name, value);
  }

  if (!isPage) nameBox();
  document.addEventListener("keydown", onKey);
  if (isPage || isFound) load();
  else form.addEventListener("focusin", load);
})();
