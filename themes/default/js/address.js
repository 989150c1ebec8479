// Addresses that say more than an id: a time, `#t=12:34`, and a sentence, `#TURN~its-first-words`.
const postilAddress = (() => {
  "use strict";
  const TIME = /^t=(?:npt:)?(\d+(?::\d{1,2}){0,2}(?:\.\d*)?)s?(,.*)?$/;
  const FRAMES = 6;
  let aimed = null;

  /** What the address names on this page, decoded; a browser that knows no text fragments leaves theirs on. */
  function anchor() {
    const written = location.hash.slice(1).split(":~:")[0];
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  }

  /** 754.5 for `754.5`, `12:34.5` and `0:12:34.5`. */
  function seconds(time) {
    return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  function follow() {
    clear();
    const name = anchor();
    const named = name && document.getElementById(name);
    if (named && location.hash.includes(":~:")) aim(named, "aimed", named);
    if (!name || named) return;
    const time = TIME.exec(name);
    if (time) followTime(seconds(time[1]), time[2] !== undefined);
    else if (name.includes("~")) followSentence(name);
  }

  /** Finds the turn that is spoken then, and the place in the recording. Where a clip begins, its words are marked and not the turn. */
  function followTime(at, isClip) {
    const turns = Array.from(document.querySelectorAll(".turn[data-start]"));
    const turn = turns.findLast((turn) => Number(turn.dataset.start) <= at) ?? turns[0];
    if (typeof postilPlayer === "undefined") return turn && aim(turn, "aimed", turn);
    postilPlayer.time = at;
    const said = postilTimes.at(at);
    if (said) aim(said.turn, isClip && said.sentence ? "holds-sentence" : "aimed", said.sentence ? postilTimes.rangeOf(said.made, said.sentence) : said.turn);
  }

  /** Finds the sentence of a turn that begins with the words given; the turn, when it has none such any more. */
  function followSentence(name) {
    const at = name.lastIndexOf("~");
    const turn = document.getElementById(name.slice(0, at));
    if (!turn) return;
    if (typeof postilWords === "undefined") return aim(turn, "aimed", turn);
    const { sentences, slug } = postilWords;
    const words = slug(name.slice(at + 1));
    const found = words && sentences(turn).find((sentence) => slug(sentence.text).startsWith(words));
    if (!found || !window.Highlight) return aim(turn, "aimed", turn);
    CSS.highlights.set("sentence", new Highlight(found.range));
    aim(turn, "holds-sentence", found.range);
  }

  function aim(turn, how, target) {
    aimed = turn;
    turn.classList.add(how);
    // Turns are laid out as they come into sight, and push what is below them: for some frames, it is aimed again.
    const scroll = (frames) => {
      if (aimed !== turn) return;
      const box = target.getBoundingClientRect();
      const top = (box.height ? box : turn.getBoundingClientRect()).top + scrollY - innerHeight * 0.25;
      scrollTo({ top, behavior: "instant" });
      if (frames > 0) requestAnimationFrame(() => scroll(frames - 1));
    };
    scroll(FRAMES);
    // What stands above may still change its height until everything is there.
    if (document.readyState !== "complete") addEventListener("load", () => scroll(FRAMES), { once: true });
  }

  function clear() {
    if (window.Highlight) CSS.highlights.delete("sentence");
    aimed?.classList.remove("aimed", "holds-sentence");
    aimed = null;
  }

  addEventListener("hashchange", follow);
  // After the other scripts, which change where things stand.
  document.addEventListener("DOMContentLoaded", follow);
  return { anchor };
})();
