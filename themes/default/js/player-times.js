// When each word and sentence is said: by the times of words where the page has them, else by those of turns and the length of
// what is said between them.
const postilTimes = (() => {
  "use strict";
  const LONGEST = 400; // letters of a sentence that is lit as a whole
  const PIECE = 160;
  const SKIPPED = ".gap, .raw, pre, .withheld:not(.shown)";
  const UNSPACED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Mymr}\\p{sc=Khmr}\\u3000-\\u303f\\uff00-\\uffef";
  const WORD = new RegExp(`(?=[\\p{Alphabetic}\\p{N}])[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{Alphabetic}\\p{N}'’])+`, "gu");
  const APOSTROPHES = /^['’]+|['’]+$/g;
  const turns = Array.from(document.querySelectorAll(".body .turn"));
  const numbers = new Map(turns.map((turn, number) => [turn, number]));
  const units = new Map();
  let known = null; // what the file of word times says
  let asked = null;
  let starts = [];
  let firsts = []; // for each turn the earliest start from it on, by which the last that has begun is found

  function setStarts() {
    starts = turns.map((turn, number) => firstOf(number) ?? (turn.dataset.start ? Number(turn.dataset.start) : NaN));
    firsts = new Array(starts.length);
    let least = Infinity;
    for (let at = starts.length - 1; at >= 0; at -= 1) {
      if (starts[at] < least) least = starts[at];
      firsts[at] = least;
    }
  }

  /** Asks for the times of words, once, where the page has them. */
  function load() {
    asked ??= fetchTimes();
    return asked;
  }

  async function fetchTimes() {
    const address = document.querySelector(".listen").dataset.words;
    if (!address) return;
    try {
      const answer = await fetch(address);
      if (answer.ok) known = read(await answer.json());
    } catch {
      // From a disk, or without a network: sentences are followed by the times of turns.
      return;
    }
    units.clear();
    setStarts();
  }

  function read({ version, turns: lists }) {
    if (version !== 1 || lists.length !== turns.length) return null;
    const offsets = new Int32Array(lists.length + 1);
    lists.forEach((list, number) => { offsets[number + 1] = offsets[number] + list.length / 2; });
    const from = new Float64Array(offsets.at(-1));
    const to = new Float64Array(offsets.at(-1));
    let at = 0;
    let before = 0;
    for (const list of lists) {
      for (let pair = 0; pair < list.length; pair += 2, at += 1) {
        const length = list[pair + 1];
        if (length === -1) {
          from[at] = NaN;
          continue;
        }
        from[at] = (before + list[pair]) / 100;
        before += list[pair] + (length < -1 ? -2 - length : length);
        to[at] = before / 100;
      }
    }
    return { offsets, from, to };
  }

  function firstOf(number) {
    if (!known) return undefined;
    for (let at = known.offsets[number]; at < known.offsets[number + 1]; at += 1) {
      if (!Number.isNaN(known.from[at])) return known.from[at];
    }
    return undefined;
  }

  /** The last index of a sorted list whose value is at most `value`, or -1. */
  function lastUpTo(list, value) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const turnAt = (time) => lastUpTo(firsts, time);

  /* The words and sentences of one turn, cut when they are needed: a page may have ten thousand turns. */

  function unit(number) {
    let found = units.get(number);
    if (!found) {
      found = cutUnit(number);
      units.set(number, found);
    }
    return found;
  }

  function cutUnit(number) {
    const runs = postilWords.runs(turns[number]).filter(({ block }) => !block?.closest("pre"));
    const words = runs.flatMap((run, at) => wordsOf(run, at));
    let base = 0;
    const bases = runs.map(({ text }) => {
      base += text.length;
      return base - text.length;
    });
    const made = { number, runs, words, bases, length: base };
    setTimes(made);
    made.sentences = runs.flatMap((run, at) => sentencesOf(made, run, at));
    made.sentences.forEach((sentence, at) => {
      const next = made.sentences[at + 1];
      sentence.to = next ? Math.max(next.from, sentence.from) : endOf(number);
    });
    return made;
  }

  function wordsOf(run, at) {
    let text = run.text;
    for (const { node, start } of run.nodes) {
      const length = node.data.length;
      if (node.parentElement.closest(SKIPPED)) text = text.slice(0, start) + " ".repeat(length) + text.slice(start + length);
    }
    return Array.from(text.matchAll(WORD), ({ 0: word, index }) => {
      const trimmed = word.replace(APOSTROPHES, "");
      const start = index + word.indexOf(trimmed);
      return { run: at, start, end: start + trimmed.length, isEmpty: !trimmed };
    }).filter(({ isEmpty }) => !isEmpty);
  }

  /** Gives the words of a turn the times of the file, if it has as many. */
  function setTimes(made) {
    if (!known) return;
    const first = known.offsets[made.number];
    if (known.offsets[made.number + 1] - first !== made.words.length) return;
    made.words.forEach((word, at) => {
      word.from = known.from[first + at];
      word.to = known.to[first + at];
    });
    made.isTimed = made.words.some(({ from }) => from >= 0);
  }

  /** The sentences of a text. What a recognizer wrote without full stops is cut between words: nobody follows a page of one ground. */
  function cutSentences(text) {
    return postilWords.cut(text, "sentence").flatMap((sentence) => {
      const pieces = [];
      let { segment, index } = sentence;
      while (segment.length > LONGEST) {
        const length = segment.lastIndexOf(" ", PIECE) + 1 || PIECE;
        pieces.push({ segment: segment.slice(0, length), index });
        [segment, index] = [segment.slice(length), index + length];
      }
      return [...pieces, { segment, index }];
    });
  }

  function sentencesOf(made, run, at) {
    return cutSentences(run.text).filter(({ segment }) => segment.trim()).map(({ segment, index }) => {
      const start = index + segment.length - segment.trimStart().length;
      const end = index + segment.trimEnd().length;
      const first = made.isTimed && made.words.find((word) => word.run === at && word.start >= start && word.start < end && word.from >= 0);
      return { run: at, start, end, from: first ? first.from : timeOf(made, made.bases[at] + start) };
    });
  }

  /** When a turn ends: as the next begins. */
  function endOf(number) {
    const next = firsts[number + 1];
    return Number.isFinite(next) ? next : postilPlayer.length || Infinity;
  }

  /** When the letter at a place of a turn is said: between the times that the turn and the page have. */
  function timeOf(made, place) {
    made.points ??= pointsOf(made);
    const after = made.points.findIndex((point) => point.place > place);
    const next = made.points[after] ?? made.points.at(-1);
    const before = made.points[(after < 0 ? made.points.length : after) - 1] ?? next;
    if (next === before || !Number.isFinite(next.time)) return before.time + (place - before.place) * 0.07;
    return before.time + ((next.time - before.time) * (place - before.place)) / (next.place - before.place);
  }

  function pointsOf(made) {
    const points = [{ place: 0, time: starts[made.number] }];
    for (const time of turns[made.number].querySelectorAll("a.time[data-start]")) {
      if (time.closest(".note")) continue;
      for (const [at, run] of made.runs.entries()) {
        const isBehind = ({ node }) => time.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
        const node = run.nodes.find(isBehind);
        if (!node) continue;
        points.push({ place: made.bases[at] + node.start, time: Number(time.dataset.start) });
        break;
      }
    }
    points.push({ place: made.length, time: endOf(made.number) });
    return points.filter((point, at) => at === 0 || point.time >= points[at - 1].time);
  }

  /* What the others ask. */

  /** What is said at `time`: its turn, and in it the sentence and the word as far as they are known. */
  function at(time) {
    const number = turnAt(time);
    if (number < 0) return null;
    const made = unit(number);
    const sentence = made.sentences.findLast(({ from }) => from <= time + 0.02) ?? made.sentences[0];
    const word = made.isTimed ? made.words.findLast(({ from }) => from <= time + 0.02) : undefined;
    return { number, turn: turns[number], sentence, word, made };
  }

  /** The next time at which another word or sentence begins. */
  function next(time) {
    const number = turnAt(time);
    const ahead = firsts[number + 1] ?? Infinity;
    if (number < 0) return ahead;
    const made = unit(number);
    const list = made.isTimed ? made.words : made.sentences;
    const following = list.find(({ from }) => from > time + 0.03);
    return Math.min(following?.from ?? Infinity, ahead);
  }

  const rangeOf = ({ runs }, part) => {
    const run = runs[part.run];
    const range = new Range();
    const nodeAt = (place) => run.nodes.findLast((node) => node.start <= place);
    const set = (place, node) => [node.node, place - node.start + node.from];
    range.setStart(...set(part.start, nodeAt(part.start)));
    range.setEnd(...set(part.end, nodeAt(Math.max(part.end - 1, 0))));
    return range;
  };

  /** When the words at a place of the page are said, `{from, to}`; the place is a text node and an offset in it. */
  function timesAt(node, offset) {
    const turn = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".body .turn");
    const number = numbers.get(turn);
    if (number === undefined || Number.isNaN(starts[number])) return null;
    const made = unit(number);
    for (const [at, run] of made.runs.entries()) {
      const found = run.nodes.find((one) => one.node === node);
      if (!found) continue;
      const place = found.start + offset - found.from;
      if (made.isTimed) {
        const own = made.words.filter((word) => word.run === at && word.from >= 0);
        return own.find((word) => word.end >= place) ?? own.at(-1) ?? null;
      }
      const sentence = made.sentences.findLast((one) => one.run === at && one.start <= place);
      const from = timeOf(made, made.bases[at] + place);
      return { from: sentence ? Math.min(from, sentence.to) : from, to: from, sentence };
    }
    return null;
  }

  /** The ranges of the page that hold what is said between two times. */
  function ranges(from, to) {
    const found = [];
    const first = Math.max(0, turnAt(from));
    const last = Math.max(first, turnAt(to - 0.01));
    for (let number = first; number <= last; number += 1) {
      const made = unit(number);
      const list = made.isTimed ? made.words : made.sentences;
      const inside = list.filter((part) => part.from < to - 0.03 && part.to > from + 0.03);
      for (const at of new Set(inside.map(({ run }) => run))) {
        const own = inside.filter(({ run }) => run === at);
        found.push(rangeOf(made, { run: at, start: own[0].start, end: own.at(-1).end }));
      }
    }
    return found;
  }

  /** The words of the turn with this number. */
  function words(number) {
    const { runs, words: cut } = unit(number);
    return cut.map(({ run, start, end }) => runs[run].text.slice(start, end));
  }

  setStarts();
  return { load, at, next, rangeOf, words, timesAt, ranges, turns };
})();
