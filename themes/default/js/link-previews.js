// Previews: what a page of the site, or a passage on it, says, while a link to it is hovered or has the focus.
//
// Nothing is asked for before that. The preview stays while the pointer is on the link or on the preview itself, and Escape
// takes it away (WCAG 2.2, 1.4.13). On a touch screen a link is followed at once, so that there is none.
(() => {
  "use strict";
  const main = document.querySelector("main");
  if (!main || location.protocol === "file:") return;
  const OPEN = 350; // milliseconds for which a link is hovered before its preview opens
  const CLOSE = 300; // milliseconds in which the pointer reaches the preview
  const LONGEST = 320; // characters of a preview
  const ENOUGH = 12_000; // characters of a page behind the place that is looked for
  const MOST = 4_000_000; // characters of the longest page that is read for a preview
  const GAP = 6; // pixels between a link and its preview
  const root = new URL(document.documentElement.dataset.root, location.href);
  const known = new Map();
  const touch = matchMedia("(hover: none)");
  let card = null;
  let open = null; // the link whose preview is shown
  let wanted = null; // the link whose preview is asked for
  let timer = 0;

  /* Which links have one */

  function target(link) {
    if (!link || link.closest("nav, .label, .time, .points, .tracks, .player, .text-footer .exports")) return null;
    if (link.matches(".anchor, .note-ref, .back, .time, .citation, .printed-page, .note-number, [download]")) return null;
    const url = new URL(link.href, location.href);
    const isPage = /(\/|\.html)$/.test(url.pathname);
    const isHere = url.pathname === location.pathname && url.search === location.search;
    if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname) || !isPage) return null;
    return isHere && url.hash.length < 2 ? null : url;
  }

  /* What they say */

  function preview(url) {
    if (!known.has(url.href)) known.set(url.href, read(url).catch(() => null));
    return known.get(url.href);
  }

  async function read(url) {
    const id = decodeURIComponent(url.hash.slice(1).split(/[:~&]/)[0]);
    if (url.pathname === location.pathname) return passage(document, id);
    const answer = await fetch(url.href.split("#")[0]);
    if (!answer.ok || !answer.headers.get("content-type")?.includes("html")) return null;
    const found = new DOMParser().parseFromString(await beginning(answer, id), "text/html");
    return (id && passage(found, id)) || page(found);
  }

  /** The text of a page up to the words that are looked for: the rest of a long page is not waited for. */
  async function beginning(answer, id) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const place = id ? new RegExp(`\\sid="?${id.replace(/[^\w-]/g, "\\$&")}["\\s>]`) : /<main[\s>]/;
    let text = "";
    let at = -1;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return text;
      const from = Math.max(text.length - 300, 0);
      text += value;
      if (at < 0 && place.test(text.slice(from))) at = from;
      if ((at >= 0 && text.length > at + ENOUGH) || text.length > MOST) break;
    }
    reader.cancel();
    return text;
  }

  function passage(page, id) {
    const place = id && page.getElementById(id);
    const element = place?.closest(".note, .turn, p, li") ?? place?.closest(".section");
    if (!element) return null;
    const heading = element.matches(".section") ? element.querySelector("h2, h3, h4, h5, h6") : null;
    const label = element.matches(".turn") ? element.querySelector(":scope > .label") : null;
    const names = Array.from(label?.querySelectorAll("cite") ?? [], words).join(" & ");
    const time = label?.querySelector(".time");
    return {
      title: words(heading) || names || words(page.querySelector("h1")),
      about: [time && words(time), names || heading ? words(page.querySelector("h1")) : ""],
      text: words(element.matches(".section") ? element.querySelector(".turn > p, p") : element),
      language: page.documentElement.lang,
    };
  }

  function page(page) {
    const summary = words(page.querySelector("p.summary")) || page.querySelector("meta[name=description]")?.content;
    const facts = page.querySelectorAll(".text-header .meta > *, .title .meta > *");
    return {
      title: words(page.querySelector("h1")),
      about: Array.from(facts, words).slice(0, 3),
      text: summary ?? "",
      language: page.documentElement.lang,
    };
  }

  /** The words of an element, without what stands among them for navigation. */
  function words(element) {
    if (!element) return "";
    const copy = element.cloneNode(true);
    const signs = ".label, .anchor, .note-ref, .note, .topics, .quoted-in, .note-head, .note-by, .printed-page, button, svg";
    if (element.matches(".turn, .note, .section, p, li")) copy.querySelectorAll(signs).forEach((sign) => sign.remove());
    const text = copy.textContent.replace(/\s+/g, " ").trim();
    if (text.length <= LONGEST) return text;
    return `${text.slice(0, LONGEST).replace(/\s\S*$/, "")} …`;
  }

  /* The card */

  function build() {
    card = document.createElement("div");
    card.className = "link-preview";
    card.id = "_preview";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", closeSoon);
    main.append(card);
  }

  function fill({ title, about, text, language }) {
    const part = (name, words) => {
      const element = document.createElement(name);
      element.textContent = words;
      return element;
    };
    const facts = about.filter(Boolean).join(" · ");
    card.lang = language;
    card.replaceChildren(part("strong", title), ...(facts ? [part("small", facts)] : []), ...(text ? [part("p", text)] : []));
  }

  /** Below the link, or above it where there is no room. */
  function place(link) {
    const lines = link.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const { width, height } = card.getBoundingClientRect();
    const isBelow = last.bottom + GAP + height < innerHeight || first.top < height + GAP;
    const left = Math.min(Math.max(last.left, GAP), document.documentElement.clientWidth - width - GAP);
    const origin = (card.offsetParent ?? document.documentElement).getBoundingClientRect();
    card.style.top = `${(isBelow ? last.bottom + GAP : first.top - GAP - height) - origin.top}px`;
    card.style.left = `${left - origin.left}px`;
  }

  async function show(link, url) {
    wanted = link;
    const found = await preview(url);
    if (wanted !== link || !found?.title || !link.isConnected) return;
    if (!card) build();
    close();
    fill(found);
    card.hidden = false;
    place(link);
    open = link;
    link.setAttribute("aria-describedby", card.id);
  }

  function close() {
    clearTimeout(timer);
    open?.removeAttribute("aria-describedby");
    open = null;
    if (card) card.hidden = true;
  }

  function closeSoon() {
    clearTimeout(timer);
    wanted = null;
    timer = setTimeout(close, CLOSE);
  }

  /* When they open and close */

  main.addEventListener("pointerover", ({ target: element, pointerType }) => {
    if (pointerType === "touch" || touch.matches) return;
    const link = element.closest("a[href]");
    if (link && link === open) return clearTimeout(timer);
    const url = target(link);
    if (!url || wanted === link) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(link, url), OPEN);
  });

  main.addEventListener("pointerout", ({ target: element, relatedTarget }) => {
    const link = element.closest("a[href]");
    if (link && !link.contains(relatedTarget)) closeSoon();
  });

  main.addEventListener("focusin", ({ target: element }) => {
    const url = element.matches("a[href]:focus-visible") && !touch.matches ? target(element) : null;
    if (url) show(element, url);
  });

  main.addEventListener("focusout", () => {
    wanted = null;
    close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopImmediatePropagation();
    wanted = null;
    close();
  }, { capture: true });
})();
