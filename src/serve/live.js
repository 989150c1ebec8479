// Keeps an open page at the newest version of the site while it is being written.
(() => {
  "use strict";

  const KEPT = "postil-kept-place";
  const EVENTS = new URL("events", document.currentScript.src);

  // A style element would be forbidden by the policy that pages are served with.
  const PANEL_STYLE = new CSSStyleSheet();
  PANEL_STYLE.replaceSync(`
    section { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483647;
      box-sizing: border-box; padding: 1rem 1.25rem; background: #1d1a16; color: #f6f1e7;
      border-top: .25rem solid #d9573f; font: .875rem/1.5 ui-monospace, Consolas, Menlo, monospace; }
    header { display: flex; justify-content: space-between; gap: 1rem; font-weight: bold; }
    pre { margin: .75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
    button { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: .25rem;
      padding: 0 .5rem; cursor: pointer; }`);

  let source = null;

  // The version this page was served as stands in a header, which scripts see as a timing.
  const navigation = performance.getEntriesByType("navigation")[0];
  const version = navigation?.serverTiming?.find((timing) => timing.name === "postil")?.description;
  let shown = version;

  // The page as it was served: what scripts made of it since cannot be told from what the next version brings.
  let served = null;
  let asked = 0;

  const listen = () => {
    source = new EventSource(EVENTS);
    source.onmessage = (message) => {
      const state = JSON.parse(message.data);
      shown ??= state.version;
      if (state.writes) loadMargin();
      if (state.problems !== null) showProblems(state.problems);
      else if (state.version === shown) hideProblems();
      else follow();
    };
  };

  // The script with which an author writes beside the text.
  const loadMargin = () => {
    if (document.getElementById("postil-margin-script")) return;
    const script = document.createElement("script");
    script.id = "postil-margin-script";
    script.src = new URL("margin.js", EVENTS);
    document.body.append(script);
  };

  const fetchPage = async () => {
    const response = await fetch(location.href, { cache: "no-cache" });
    const name = /postil;desc="?([^",]+)/.exec(response.headers.get("Server-Timing"))?.[1];
    if (!response.ok || !name) throw new Error("there is no such page");
    return { version: name, page: new DOMParser().parseFromString(await response.text(), "text/html") };
  };

  const keepServed = async () => {
    const fetched = await fetchPage().catch(() => null);
    if (fetched?.version === shown) served ??= fetched.page;
  };

  // The words change where they stand; what cannot be changed so is loaded anew.
  const follow = async () => {
    const number = (asked += 1);
    const next = await fetchPage().catch(() => null);
    if (number !== asked) return;
    hideProblems();
    const place = placeOfReader();
    if (!next || !served || !postilChange(served, next.page)) return reload(place);
    served = next.page;
    shown = next.version;
    goTo(place);
  };

  // Six open connections are all a browser allows to one host: a page that is left gives its own back.
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());

  // What stood at the top of the window stands there again, even if text came or went above it.
  const placeOfReader = () => {
    const marks = document.querySelectorAll("main [id]");
    const mark = [...marks].find((element) => element.getBoundingClientRect().top >= 0);
    return { path: location.pathname, y: scrollY, id: mark?.id, top: mark?.getBoundingClientRect().top };
  };

  const goTo = (place) => {
    const mark = place.id && document.getElementById(place.id);
    const y = mark ? scrollY + mark.getBoundingClientRect().top - place.top : place.y;
    if (Math.abs(y - scrollY) >= 1) scrollTo({ top: y, behavior: "instant" });
  };

  const reload = (place) => {
    sessionStorage.setItem(KEPT, JSON.stringify(place));
    history.scrollRestoration = "manual";
    location.reload();
  };

  const returnToPlace = () => {
    const place = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    history.scrollRestoration = "auto";
    if (place?.path === location.pathname) goTo(place);
    keepServed();
  };

  const showProblems = (text) => {
    hideProblems();
    const page = document.querySelector("pre[data-problems]");
    if (page) return void (page.textContent = text);
    const panel = document.createElement("div");
    panel.id = "postil-problems";
    const root = panel.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [PANEL_STYLE];
    root.innerHTML = `<section role="alert"><header><span>The site could not be built: this is its last good version</span>
      <button type="button">Hide</button></header><pre></pre></section>`;
    root.querySelector("pre").textContent = text;
    root.querySelector("button").addEventListener("click", hideProblems);
    document.body.append(panel);
  };

  const hideProblems = () => document.getElementById("postil-problems")?.remove();

  if (document.readyState === "complete") returnToPlace();
  else addEventListener("load", returnToPlace);
  listen();
})();
