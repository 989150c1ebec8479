// Fetches the search when somebody is about to search: most pages are read without it.
(() => {
  "use strict";

  const { parts } = document.currentScript.dataset;
  const form = document.querySelector(".search-form");
  if (!form) return;
  const input = form.querySelector("input");

  function load() {
    form.removeEventListener("focusin", load);
    document.removeEventListener("keydown", onKey);
    const scripts = parts.split(" ").filter(Boolean).map(fetchScript);
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

  const isNeeded = document.querySelector("#search-page") || new URLSearchParams(location.search).has("q");
  if (isNeeded) return load();
  form.addEventListener("focusin", load);
  document.addEventListener("keydown", onKey);
})();
