// A parsed query on one line, as the cases in parsed.json have it.

/** `tide` a word, `a+b` words one after another, `"a+b"` exactly, `tid*` and `tid…` words that go on, `(a|b)`, `(a~5~b)`, `-x`. */
export function shown({ where, isCut }, tokensOf) {
  return (where === null ? '' : node(where, tokensOf)) + (isCut ? ' …cut' : '');
}

function node(tree, tokensOf) {
  const { kind, nodes, distance, field, value, from, to, isTyped } = tree;
  const inside = (separator) => nodes.map((inner) => node(inner, tokensOf)).join(separator);
  if (kind === 'and') return inside(' ');
  if (kind === 'or') return `(${inside('|')})`;
  if (kind === 'near') return `(${inside(`~${distance}~`)})`;
  if (kind === 'not') return `-${node(tree.node, tokensOf)}`;
  if (field === 'year') return `year:${from ?? ''}..${to ?? ''}`;
  if (field === 'title') return `title:${node(tree.node, tokensOf)}`;
  if (value !== undefined) return `${field}:${value}${isTyped ? '…' : ''}`;
  const words = tokensOf(tree).filter((token) => !token.isImplied).map(word).join('+');
  if (field === 'speaker') return `speaker:${words}`;
  return kind === 'phrase' ? `"${words}"` : words;
}

const word = ({ text, isPrefix, isTail, isOpen }) => text + (isPrefix && !isTail ? '*' : '') + (isOpen ? '…' : '');
