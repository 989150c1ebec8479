// The links of turns, made of their IDs: a page would otherwise say each address twice. A turn without a time has a
// link of its own, and so has every turn where a time plays the recording.
(() => {
  "use strict";
  const plays = document.querySelector(".listen") !== null;

  function link(className, id) {
    const made = document.createElement("a");
    made.className = className;
    made.href = `#${encodeURIComponent(id)}`;
    return made;
  }

  for (const label of document.querySelectorAll(".turn[id] > .label:not(a)")) {
    const { id } = label.parentElement;
    const time = label.querySelector("span.time");
    if (time) {
      const made = link("time", id);
      made.append(...time.childNodes);
      time.replaceWith(made);
    }
    if (time && !plays) continue;
    const made = link("anchor", id);
    made.textContent = "#";
    label.append(made);
  }

  // Paragraphs that nobody is named for, in an article or before the first turn of a section. Such a paragraph may come or
  // change while the page is open.
  function linkParagraphs() {
    for (const paragraph of document.querySelectorAll(":is(.preface, .opening, .section) > p[id]")) {
      const made = link("anchor", paragraph.id);
      made.textContent = "#";
      const old = paragraph.querySelector(":scope > .anchor");
      if (old) old.replaceWith(made);
      else paragraph.append(made);
    }
  }

  linkParagraphs();
  document.addEventListener("postil-change", linkParagraphs);
})();
