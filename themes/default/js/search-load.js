// The key that leads to the search box; and the search itself, fetched when somebody is about to search, since
// most pages are read without it.
(() => {
  "use strict";

  const { box, page, marks, files = "" } = document.currentScript.dataset;
  const form = document.querySelector(".search-form");
  if (!form) return;
  const input = form.querySelector("input");
  const isPage = document.querySelector("#_search-page") !== null;
  const isFound = !isPage && new URLSearchParams(location.search).has("q");

  // Where scripts may come from: the site itself.
  const home = new URL(document.documentElement.dataset.root || "./", location.href).href;

  /** The address of a script of this site, in the form that a policy with Trusted Types asks for. */
  const rules = { createScriptURL: ownAddress };
  const policy = globalThis.postilPolicy ?? globalThis.trustedTypes?.createPolicy("postil", rules) ?? rules;
  const scriptUrl = (address) => policy.createScriptURL(address);

  function ownAddress(address) {
    const { href } = new URL(address, location.href);
    if (!href.startsWith(home)) throw new TypeError(`${address} is not on this site`);
    return href;
  }

  function load() {
    form.removeEventListener("focusin", load);
    const scripts = [isPage ? page : box, isFound && marks].filter(Boolean).map(fetchScript);
    // What was typed while the scripts were on their way is searched for now.
    scripts.at(-1).addEventListener("load", () => input.value && input.dispatchEvent(new Event("input")));
  }

  /** Has the files of the index come while the scripts that read them are still on their way. */
  function preload(href) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "script", href });
    document.head.append(link);
  }

  function fetchScript(src) {
    const script = document.createElement("script");
    script.async = false; // in the order given
    script.src = scriptUrl(src);
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

  globalThis.postilSearch = { scriptUrl };
  if (!isPage) nameBox();
  document.addEventListener("keydown", onKey);
  if (isPage && new URLSearchParams(location.search).get("q")) files.split(" ").filter(Boolean).forEach(preload);
  if (isPage || isFound) load();
  else form.addEventListener("focusin", load);
})();
