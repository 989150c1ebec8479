// What entries can be chosen by: kinds, tags, collections, years, languages. Which entries have a value, and how many.
(() => {
  "use strict";

  const { CHOICES, soughtIn, tokens } = postilSearch;

  /** The values of a small site's entries. `first(page)` is the reference of the first entry of a page, by its number. */
  class Facets {
    constructor(data, pages, first) {
      Object.assign(this, { data, pages, first, known: new Map() });
      this.values = Object.fromEntries(CHOICES.map((field) => [field, Object.entries(data[field]).map(([value, about]) => this.read(value, about))]));
    }

    /** A value with the references of its entries; numbers are written as distances. */
    read(value, { label = "", pages, entries }) {
      let number = 0;
      const refs = pages.flatMap((distance, place) => {
        number += distance;
        const first = this.first(number);
        return entries ? [first + entries[place]] : Array.from({ length: this.pages[number].entries }, (_, at) => first + at);
      });
      return { value, label, refs: new Set(refs), count: pages.length };
    }

    /** The references of the entries that have what a field node asks for. */
    refs(node) {
      const key = JSON.stringify({ ...node, start: 0, end: 0 });
      if (!this.known.has(key)) {
        const fitting = this.values[node.field].filter((value) => isMeant(node, value));
        this.known.set(key, new Set(fitting.flatMap(({ refs }) => [...refs])));
      }
      return [...this.known.get(key)];
    }

    has(node, ref) {
      this.refs(node);
      return this.known.get(JSON.stringify({ ...node, start: 0, end: 0 })).has(ref);
    }

    /** How many of `refs` have each value of `field`: those that any has, the most frequent first. */
    counts(field, refs) {
      const counted = this.values[field].map(({ value, label, refs: own }) => {
        return { value, label, count: refs.reduce((sum, ref) => sum + Number(own.has(ref)), 0) };
      });
      return counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
    }

    /** The values of a field, speakers too, that have a word that begins so, or all; with the number of their pages. */
    list(field, text, count) {
      const beginning = text.trim() === "" ? [] : tokens(text);
      const isMeant = (name) => {
        const words = tokens(name);
        return beginning.every((wanted) => words.some((word) => word.text.startsWith(wanted.text)));
      };
      const all = Object.entries(this.data[field]).map(([value, { label = "", pages }]) => ({ value, label, count: new Set(numbers(pages)).size }));
      return all.filter(({ value, label }) => isMeant(label || value)).sort((a, b) => b.count - a.count).slice(0, count);
    }
  }

  function numbers(distances) {
    let number = 0;
    return distances.map((distance) => (number += distance));
  }

  /** Whether a value is what was asked for: a year within years; itself, its label or, in words, a part of either. */
  function isMeant({ field, value: wanted, from, to, isExact, isTyped }, { value, label }) {
    if (field === "year" && wanted === undefined) return (from ?? -Infinity) <= Number(value) && Number(value) <= (to ?? Infinity);
    if (isExact) return value === wanted;
    if (field === "language") return value.toLowerCase() === wanted.toLowerCase() || value.toLowerCase().startsWith(`${wanted.toLowerCase()}-`);
    const words = folded(wanted);
    return [value, label].some((name) => ` ${folded(name)} `.includes(isTyped ? ` ${words}` : ` ${words} `));
  }

  const folded = (text) => soughtIn(text).map((token) => token.text).join(" ");

  postilSearch.Facets = Facets;
})();
