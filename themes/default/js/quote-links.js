// Links to quoted words: the turn, with its words as a text fragment, or one of its sentences by name.
//
// What is quoted comes as parts, `{unit, runs}`, one for each turn, or paragraph that nobody is named for.
const postilQuoteLinks = (() => {
  "use strict";
  const { cut, sentences, nameOf } = postilWords;
  const LONG = 120; // characters beyond which a link names only a quotation's beginning and end
  const END_WORDS = 5; // how many words of each it names then, of so many characters at least
  const END_LENGTH = 12;

  function linkToWords(parts) {
    return postilCopy.address(`#${encodeURI(parts[0].unit.id)}:~:text=${directive(parts.flatMap(({ runs }) => runs))}`);
  }

  /** The sentence in which the words begin. */
  function linkToSentence({ unit, runs }) {
    const all = sentences(unit);
    const { node, from } = runs[0].nodes[0];
    const sentence = all.find(({ range }) => range.comparePoint(node, from) <= 0) ?? all.at(-1);
    return postilCopy.address(`#${encodeURI(unit.id)}~${encodeURI(nameOf(sentence, all))}`);
  }

  // A text fragment names whole words, between which no sign stands; of others it names beginning and end.
  function directive(runs) {
    const pieces = runs.flatMap(unbroken).filter((text) => text.trim());
    const { before, after } = around(runs);
    const first = before.inside + pieces[0];
    const last = (pieces.length > 1 ? pieces.at(-1) : first) + after;
    if (pieces.length === 1 && last.length <= LONG) {
      const prefix = isRepeated(last) && ending(before.outside);
      return [prefix && `${encoded(prefix)}-`, encoded(last)].filter(Boolean).join(",");
    }
    return `${encoded(beginning(first))},${encoded(ending(last))}`;
  }

  /** The stretches of a run between signs. */
  function unbroken({ text, nodes }) {
    const starts = nodes.filter(({ afterSign }, index) => index === 0 || afterSign);
    return starts.map(({ start }, index) => text.slice(start, starts[index + 1]?.start));
  }

  /** What is missing of the words at both ends, and what stands before. */
  function around(runs) {
    const { node, from } = runs[0].nodes[0];
    const end = runs.at(-1).nodes.at(-1);
    const to = end.from + runs.at(-1).text.length - end.start;
    const wordAt = (text, place) => cut(text, "word").find(({ index, segment }) => index < place && place < index + segment.length);
    const first = wordAt(node.data, from)?.index ?? from;
    const last = wordAt(end.node.data, to);
    return {
      before: { inside: node.data.slice(first, from), outside: node.data.slice(0, first) },
      after: last ? end.node.data.slice(to, last.index + last.segment.length) : "",
    };
  }

  function beginning(text) {
    return enough(cut(text.trim(), "word")).join("");
  }

  function ending(text) {
    return enough(cut(text.trim(), "word").reverse()).reverse().join("");
  }

  function enough(pieces) {
    let words = 0;
    let length = 0;
    const isMissing = ({ segment }) => {
      if (words >= END_WORDS && length >= END_LENGTH) return false;
      words += /[\p{L}\p{N}]/u.test(segment) ? 1 : 0;
      length += segment.length;
      return true;
    };
    return pieces.filter(isMissing).map(({ segment }) => segment);
  }

  function isRepeated(text) {
    const all = document.querySelector(".body").textContent;
    return all.indexOf(text) !== all.lastIndexOf(text);
  }

  function encoded(text) {
    return encodeURIComponent(text.replace(/\s+/g, " ").trim()).replace(/-/g, "%2D");
  }

  return { linkToWords, linkToSentence };
})();
