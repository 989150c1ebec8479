// Names the links from the timeline to turns: by who speaks there and the first words, which the page has already.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const LONGEST = 50; // characters of the words

  function nameOf(turn) {
    const names = Array.from(turn.querySelectorAll(":scope > .label > cite"), (cite) => cite.textContent).join(", ");
    const words = postilWords.runs(turn)[0]?.text.replace(/\s+/gu, " ").trim() ?? "";
    return `${names}: ${words.length > LONGEST ? `${words.slice(0, LONGEST).replace(/\s\S*$/u, "")}…` : words}`;
  }

  // A title in front of the shape came with the page. The words may change while the page is open.
  function nameLinks() {
    for (const link of document.querySelectorAll(".timeline > .tracks > a:not(:has(> title:first-child))")) {
      const turn = document.getElementById(decodeURIComponent(link.href.baseVal.slice(1)));
      if (!turn) continue;
      const title = link.querySelector("title") ?? link.appendChild(document.createElementNS(SVG, "title"));
      title.textContent = nameOf(turn);
    }
  }

  nameLinks();
  document.addEventListener("postil-change", nameLinks);
})();
