// What Ctrl+C copies of a text: the words as they were said, each speaker's name before theirs, without times,
// note numbers and notes. Elsewhere on the page the browser copies as usual.
(() => {
  "use strict";
  const body = document.querySelector(".body");
  if (!body) return;
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  /** The part of a selection that lies in the text; none where it lies in a note or a field. */
  function selectedRange() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const isText = (node) => body.contains(node) && !element(node).closest(".note, input, textarea");
    return isText(range.startContainer) && body.contains(range.commonAncestorContainer) ? range : null;
  }

  /** The paragraphs of a selection, each with the name of who begins to speak there. */
  function paragraphs(range) {
    let before = null;
    return postilWords.runs(body, range).map(({ block, text }) => {
      const turn = block.closest(".turn");
      const label = turn !== before && turn?.querySelector(".label");
      before = turn;
      const names = label && range.intersectsNode(label) ? Array.from(label.querySelectorAll("cite"), nameOf) : [];
      return { name: names.join(" & "), words: text.replace(/\s+/g, " ").trim() };
    });
  }

  const nameOf = (speaker) => speaker.textContent.trim();

  document.addEventListener("copy", (event) => {
    const range = selectedRange();
    const found = range ? paragraphs(range) : [];
    if (!found.length || !event.clipboardData) return;
    const plain = found.map(({ name, words }) => (name ? `${name}: ${words}` : words));
    const html = found.map(({ name, words }) => `<p>${name ? `<b>${escaped(name)}:</b> ` : ""}${escaped(words)}</p>`);
    event.clipboardData.setData("text/plain", plain.join("\n\n"));
    event.clipboardData.setData("text/html", html.join("\n"));
    event.preventDefault();
  });
})();
