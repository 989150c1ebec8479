// Quoting: selected words offer a card that copies them with their speaker, their source and a link to them.
(() => {
  "use strict";
  const { linkToWords, linkToSentence } = postilQuoteLinks;
  const GAP = 8; // pixels between the words and the card
  const template = document.getElementById("_quote");
  const body = document.querySelector(".body");
  if (!template || !body) return;
  const article = body.closest("article");
  const card = template.content.firstElementChild.cloneNode(true);
  // What has words of its own: turns, and the blocks of an article or before the first turn of a section.
  const BLOCKS = `.turn, p[id], :is(.opening, .preface, .section, details) > :is(ul, ol, blockquote, pre, .table, .alert)`;
  const UNITS = ".turn, p[id], li[id]";
  const touch = matchMedia("(pointer: coarse)");
  let quoted = null;

  /* What is quoted: the part of a selection that belongs to the text. */

  function selectedRange() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const isText = (node) => body.contains(node) && !(node.nodeType === 1 ? node : node.parentElement).closest(".note");
    return isText(range.startContainer) && body.contains(range.commonAncestorContainer) ? range : null;
  }

  function quote(range) {
    const blocks = Array.from(body.querySelectorAll(BLOCKS)).filter((block) => range.intersectsNode(block));
    const found = blocks.map((block) => ({ block, runs: postilWords.runs(block, range) })).filter(({ runs }) => runs.length);
    const parts = found.map(({ block, runs }) => ({ unit: unitOf(block, runs[0]), runs }));
    return parts.length ? { range: range.cloneRange(), parts } : null;
  }

  /** What a link to the words of `block` names: the words' own turn or paragraph, that before them, or else their section. */
  function unitOf(block, run) {
    const own = run.block.closest(UNITS);
    if (own) return own;
    let before = block;
    while (before && !before.matches(UNITS)) before = before.previousElementSibling;
    return before ?? block.closest(".section[id]") ?? article;
  }

  const isSaid = (unit) => unit.matches(".turn");

  function quotation({ parts }, address) {
    const text = (selector) => article.querySelector(selector)?.textContent.trim();
    return {
      turns: parts.map(({ unit, runs }) => ({
        speakers: isSaid(unit) ? Array.from(unit.querySelectorAll(".label cite"), (speaker) => speaker.textContent.trim()) : [],
        time: isSaid(unit) ? timeOf(unit, runs[0].nodes[0].node) : undefined,
        words: runs.map((run) => run.text.replace(/\s+/g, " ").trim()),
      })),
      title: text("h1"),
      date: article.querySelector(".text-header .meta time")?.dateTime.match(/^\d{4}-\d\d-\d\d$/)?.[0],
      site: document.querySelector("meta[property='og:site_name']").content,
      language: article.closest("[lang]").lang,
      address,
      identifier: article.dataset.identifier,
      day: text(".text-header .meta time"),
      pages: printedPages(parts),
      signs: card.dataset,
      isTranscript: article.matches(".transcript"),
    };
  }

  /** The first and the last page of the printed source that the words are on, where it is known. */
  function printedPages(parts) {
    const runs = parts.flatMap((part) => part.runs);
    const marks = Array.from(body.querySelectorAll(".printed-page"));
    const before = (node) =>
      marks.findLast((mark) => mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)?.dataset.page;
    const pages = [before(runs[0].nodes[0].node), before(runs.at(-1).nodes.at(-1).node)];
    return pages[0] ? Array.from(new Set(pages)) : [];
  }

  /** The last time in `turn` before the words. */
  function timeOf(turn, words) {
    const isBefore = (time) => time.compareDocumentPosition(words) & Node.DOCUMENT_POSITION_FOLLOWING;
    return Array.from(turn.querySelectorAll("time, .label .time")).findLast((time) => !time.closest(".note") && isBefore(time))?.textContent;
  }

  /* The words in the recording */

  const canListen = () => typeof postilClips !== "undefined" && postilPlayer.isReady;

  async function listen(format) {
    const runs = quoted.parts.flatMap((part) => part.runs);
    const [first, last] = [runs[0].nodes[0], runs.at(-1).nodes.at(-1)];
    const end = last.from + runs.at(-1).text.trimEnd().length - last.start;
    const clip = await postilClips.of({ node: first.node, offset: first.from }, { node: last.node, offset: end });
    if (!clip) return;
    if (format === "play") return postilClips.play(clip);
    postilCopy.copyAndSay(postilCopy.address(postilClips.hash(clip)), card.dataset.link);
  }

  /* The card */

  function show(next) {
    quoted = next;
    card.hidden = !quoted;
    const isTimed = canListen() && quoted?.parts.every(({ unit }) => unit.dataset.start);
    card.querySelector(".quote-listen")?.toggleAttribute("hidden", !isTimed);
    // Words in a list have no paragraph whose sentences are named.
    const [first] = quoted?.parts ?? [];
    card.querySelector("[data-format=sentence]").hidden = !first?.unit.matches(UNITS) || !first.unit.contains(first.runs[0].block);
    if (quoted) place();
  }

  // Below the words, above them at the window's foot; on touch screens the styles keep it at the foot,
  // out of the way of the handles and of the system's own menu.
  function place() {
    if (touch.matches) return;
    const words = quoted.range.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const isRoom = words.bottom + GAP + height < innerHeight;
    const top = isRoom ? words.bottom + GAP : Math.max(words.top - GAP - height, GAP);
    const left = Math.min(Math.max(words.left, GAP), document.documentElement.clientWidth - width - GAP);
    card.style.top = `${scrollY + top}px`;
    card.style.left = `${scrollX + left}px`;
  }

  function hide() {
    const hadFocus = card.contains(document.activeElement);
    const unit = quoted?.parts[0].unit;
    show(null);
    if (hadFocus && unit) {
      unit.tabIndex = -1;
      unit.focus({ preventScroll: true });
    }
  }

  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (card.contains(document.activeElement)) return;
    timer = setTimeout(() => {
      const range = selectedRange();
      show(range && quote(range));
    }, 250);
  });

  card.addEventListener("click", ({ target }) => {
    const { format } = target.dataset;
    if (!format) return;
    if (format === "words") return postilCopy.copyAndSay(linkToWords(quoted.parts), card.dataset.link);
    if (format === "clip" || format === "play") return listen(format);
    if (format === "sentence") return postilCopy.copyAndSay(linkToSentence(quoted.parts[0]), card.dataset.link);
    const text = postilQuoteFormats[format](quotation(quoted, linkToWords(quoted.parts)));
    postilCopy.copyAndSay(text, card.dataset.done, format === "html" ? text : undefined);
  });

  // A press on the card leaves the words selected.
  card.addEventListener("pointerdown", (event) => event.preventDefault());
  addEventListener("resize", () => quoted && place());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && quoted) hide();
  });

  /** What the key for quoting does: the selected words, or else the turn or paragraph in focus or at the top of the window. */
  document.addEventListener("postil:quote", ({ detail: unit }) => {
    if (!quoted && unit) {
      const range = new Range();
      range.selectNodeContents(unit);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      show(quote(range));
    }
    if (quoted) card.querySelector("button").focus({ preventScroll: true });
  });

  document.body.append(card);
})();
