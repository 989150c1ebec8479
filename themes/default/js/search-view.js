// Hits as elements. Words from the index only ever become text nodes.
(() => {
  "use strict";

  const { ready, isFromDisk } = postilSearch;

  const form = document.querySelector(".search-form");
  const page = document.querySelector("#_search-page");

  const numbers = new Intl.NumberFormat(document.documentElement.lang || "en");

  /** The theme's text called `name`, in the page's language, with `value` for its `{}`, or each value for its name. */
  function say(name, value) {
    const text = form?.getAttribute(`data-${name}`) ?? page?.getAttribute(`data-${name}`) ?? "";
    const shown = (one) => (typeof one === "number" ? numbers.format(one) : String(one));
    if (value === undefined) return text;
    if (typeof value !== "object") return text.replace("{}", () => shown(value));
    return Object.entries(value).reduce((filled, [key, one]) => filled.replace(`{${key}}`, () => shown(one)), text);
  }

  /** An element with a class and children: strings and nodes. */
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== "" && child !== undefined));
    return made;
  }

  function set(target, attributes) {
    for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
    return target;
  }

  /** A button that does not submit. */
  function button(className, text, act) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function link(className, href, ...children) {
    const made = element("a", className, ...children);
    made.href = href;
    return made;
  }

  /** `[words, isMatch]` pieces as nodes. */
  const words = (pieces) => pieces.map(([text, isMatch]) => (isMatch ? element("mark", "hit", text) : text));

  /** Where a hit stands, in as many words as there are: kind of note, speaker, time, heading. */
  function place(found) {
    const parts = [
      found.kind && inOurs("hit-kind", found.label || say(`kind-${found.kind}`) || found.kind),
      found.by && element("span", "hit-speaker", found.by),
      found.time && element("span", "hit-time", found.time),
      found.heading.length > 0 && element("span", "hit-heading", ...words(found.heading)),
    ].filter(Boolean);
    return parts.length > 0 ? parts : [inOurs("hit-heading", say("beginning"))];
  }

  /** Words of the theme's among those of a page, which may be in another language. */
  function inOurs(className, text) {
    const made = element("span", className, text);
    made.lang = form.closest("[lang]").lang;
    return made;
  }

  /** Why nothing could be searched: a page from a disk may not fetch what a large index consists of. */
  async function failure() {
    const { shape } = await ready().catch(() => ({}));
    return say(shape === "large" && isFromDisk() ? "from-disk" : "failed");
  }

  Object.assign(postilSearch, { failure, form, numbers, say, element, set, button, link, words, place });
})();
