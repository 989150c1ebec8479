// Adds to the page what only scripts use, such as dialogs and the words that they say. It is the same on many pages, and is
// kept with the scripts so that it is fetched once.
(() => {
  "use strict";

  // Where scripts may come from: the site itself.
  const home = new URL(document.documentElement.dataset.root || "./", location.href).href;

  function ownAddress(address) {
    const { href } = new URL(address, location.href);
    if (!href.startsWith(home)) throw new TypeError(`${address} is not on this site`);
    return href;
  }

  /** The markup that the build put in front of this script, and no other. */
  function ownMarkup(html) {
    if (html !== postilMarkup) throw new TypeError("this is not the markup of the page");
    return html;
  }

  // The one policy of Trusted Types, which the search uses too.
  const rules = { createHTML: ownMarkup, createScriptURL: ownAddress };
  globalThis.postilPolicy = globalThis.trustedTypes?.createPolicy("postil", rules) ?? rules;
  document.body.insertAdjacentHTML("beforeend", postilPolicy.createHTML(postilMarkup));

  // A template with `data-for` has attributes of elements of the page, which get them here. `~/` is the way to the root.
  for (const template of document.querySelectorAll("template[data-for]")) {
    const { for: selector, ...data } = template.dataset;
    for (const element of document.querySelectorAll(selector)) {
      for (const [name, text] of Object.entries(data)) element.dataset[name] ??= text.replaceAll("~/", home);
    }
    template.remove();
  }
})();
