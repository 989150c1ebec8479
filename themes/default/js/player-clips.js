// Clips: `#t=12:34,13:10` names what is said between two times. It is marked, played on request, and ends where it ends. Key quotes
// are clips that the page itself has.
const postilClips = (() => {
  "use strict";
  const CLIP = /^t=(?:npt:)?([\d:.]+)s?,([\d:.]+)s?$/;
  const button = document.querySelector(".listen-clip");
  let clip = null;

  const seconds = (time) => time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

  /** `12:34`, `12:34.5`: as short as it can be. */
  function written(time) {
    const tenths = Math.round(time * 10);
    const [minutes, rest] = [Math.floor(tenths / 600), (tenths % 600) / 10];
    return `${minutes}:${rest < 10 ? "0" : ""}${rest}`;
  }

  const hash = ({ from, to }) => `#t=${written(from)},${written(to)}`;

  function follow() {
    const found = CLIP.exec(postilAddress.anchor());
    const [from, to] = found ? [seconds(found[1]), seconds(found[2])] : [];
    set(from < to ? { from, to } : null);
  }

  async function set(next) {
    clip = next;
    show();
    if (!clip) return;
    await postilTimes.load();
    if (clip !== next) return;
    const [first] = mark();
    const box = first?.getBoundingClientRect();
    // By the times of words it may lie elsewhere in a long turn.
    if (box?.height && (box.top < 0 || box.bottom > innerHeight * 0.7)) scrollTo({ top: box.top + scrollY - innerHeight * 0.25 });
  }

  function mark() {
    const ranges = clip ? postilTimes.ranges(clip.from, clip.to) : [];
    postilLights.set("clip", ranges);
    return ranges;
  }

  function show() {
    button.hidden = !clip;
    if (clip) button.textContent = `${button.dataset.play} ${written(clip.from)}–${written(clip.to)}`;
    else postilLights.remove("clip");
    postilPlayer.offer(Boolean(clip));
  }

  function play(next) {
    clip = next;
    show();
    mark();
    postilPlayer.playSpan(clip.from, clip.to);
  }

  /** The times of what a range of the page holds; null where they are not known. */
  async function of(first, last) {
    await postilTimes.load();
    const from = postilTimes.timesAt(first.node, first.offset);
    const end = postilTimes.timesAt(last.node, last.offset);
    if (!from || !end) return null;
    // A sentence whose words have no times of their own is played to its end.
    const to = end.sentence ? end.sentence.to : end.to;
    return to > from.from && Number.isFinite(to) ? { from: from.from, to } : null;
  }

  /* Key quotes */

  /** The first and the last letter of a key quote, which markup may have divided into pieces. */
  function ends(mark) {
    const turn = mark.closest(".turn");
    const all = Array.from(turn.querySelectorAll("mark.quote"));
    const first = all.indexOf(mark);
    const next = all.findIndex((other, at) => at > first && other.id);
    const pieces = all.slice(first, next < 0 ? undefined : next);
    const texts = pieces.flatMap((piece) => postilWords.runs(piece)).flatMap(({ nodes }) => nodes);
    if (!texts.length) return null;
    const { node } = texts.at(-1);
    return [{ node: texts[0].node, offset: 0 }, { node, offset: node.data.trimEnd().length }];
  }

  function addButtons() {
    for (const mark of document.querySelectorAll(".turn[data-start] mark.quote[id]")) {
      const play = document.createElement("button");
      play.type = "button";
      play.className = "quote-play";
      play.ariaLabel = `${button.dataset.play}: ${mark.textContent.trim().slice(0, 60)}`;
      play.addEventListener("click", () => playQuote(mark));
      mark.before(play);
    }
  }

  async function playQuote(mark) {
    const places = ends(mark);
    const found = places && (await of(...places));
    if (!found) return;
    history.replaceState(null, "", hash(found));
    play(found);
  }

  button.addEventListener("click", () => play(clip));
  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", () => {
    follow();
    if (postilPlayer.isReady) addButtons();
    else postilPlayer.heard.addEventListener("ready", addButtons, { once: true });
  });

  return { of, hash, play };
})();
