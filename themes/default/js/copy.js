// Links to places: following one copies it too, and says so.
const postilCopy = (() => {
  "use strict";
  const STAYS = 2000; // milliseconds for which what was said is seen
  const said = document.querySelector(".said");
  let timer = 0;

  /** The address of a place on this page: the page's own, without what the reader chose or searched for. */
  function address(hash) {
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    return (canonical ?? location.href.split(/[?#]/)[0]) + hash;
  }

  /** Copies `text`, and beside it `html` for programs that take words with their form. */
  async function copy(text, html) {
    try {
      if (html && window.ClipboardItem) await navigator.clipboard.write([item(text, html)]);
      else await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }

  function item(text, html) {
    const blob = (type, content) => new Blob([content], { type });
    return new ClipboardItem({ "text/plain": blob("text/plain", text), "text/html": blob("text/html", html) });
  }

  /** For pages opened from disk or over plain HTTP, which browsers give no clipboard. */
  function copyBySelection(text) {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.className = "hidden";
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return isDone;
  }

  function say(text) {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, STAYS);
  }

  async function copyAndSay(text, done, html) {
    say(await copy(text, html) ? done : said.dataset.failed);
  }

  // Without a recording to play, the time of a turn is the link to it.
  const links = document.querySelector(".listen") ? ".anchor" : ".anchor, .label > .time, .label.time";
  document.addEventListener("click", (event) => {
    const link = event.target.closest(links);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    copyAndSay(address(link.hash), said.dataset.link);
  });

  document.addEventListener("postil:copy", ({ detail: id }) => copyAndSay(address(`#${encodeURI(id)}`), said.dataset.link));

  // What the links of turns are is said once on the page, and here to each.
  const names = document.querySelector("[data-link-paragraph]")?.dataset;
  const name = (links, label) => document.querySelectorAll(links).forEach((link) => { link.ariaLabel = label; });
  if (names?.linkTurn) name(".turn > .label > .anchor", names.linkTurn);
  if (names) name("p[id] > .anchor", names.linkParagraph);

  return { address, say, copyAndSay };
})();
