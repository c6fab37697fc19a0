// Which of torch's messages a text holds, and the numbers in them. A message is
// {id, page, template, names}: torch's wording, with {holes} for what varies, each a pattern.

const ENTITIES = { "#39": "'", "#x27": "'", quot: '"', amp: "&", lt: "<", gt: ">", nbsp: " " };

/**
 * A text as it is compared: without colours of a terminal, frames, marks of quotations and
 * line ends, and with one kind of quotes.
 */
export const plain = (text) =>
  text
    .replace(/\u001b\[[\d;]*m/g, "")
    .replace(/&(#39|#x27|quot|amp|lt|gt|nbsp);/g, (_, name) => ENTITIES[name])
    .replace(/^[ \t]*(?:[>|]|E(?= {3}))+/gm, " ")
    .replace(/[\u2500-\u257f]/g, " ")
    .replace(/["`\u2018\u2019\u201c\u201d\u00ab\u00bb]/g, "'")
    .replace(/\s+/g, " ");

/** A letter: brackets of any kind are the same, and a line may be wrapped after it. */
const letter = (one) => {
  if ("[(<".includes(one)) return "[[(<] ?";
  if ("])>".includes(one)) return "[\\])>] ?";
  return one === " " ? " ?" : `${one.replace(/[\\^$.*+?{}|/]/, "\\$&")} ?`;
};

const pattern = (template, holes) => {
  const parts = plain(template).split(/\{(\w+)\}/);
  const written = parts.map((part, k) => (k % 2 ? `${holes[part]} ?` : [...part].map(letter).join("")));
  return new RegExp(`(?<![\\w.])${written.join("").replace(/ \?$/, "")}`, "g");
};

/**
 * All known messages in a text, in their order: {id, page, numbers, text}. Where two overlap, the
 * longer wins; of equal ones the last counts: a traceback ends with the message.
 */
export function find(text, { messages, holes }) {
  const read = plain(text);
  const found = messages.flatMap(({ id, page, names, template }) =>
    [...read.matchAll(pattern(template, holes))].map((match) => ({
      id,
      page,
      numbers: Object.fromEntries(names.map((name, k) => [name, match[k + 1].trim()])),
      text: match[0].trim(),
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
  const size = ({ from, to }) => to - from;
  const longest = found
    .filter((a) => !found.some((b) => size(b) > size(a) && b.from < a.to && a.from < b.to))
    .sort((a, b) => a.from - b.from);
  const told = new Map(longest.map((hit) => [JSON.stringify([hit.id, hit.numbers]), hit]));
  return [...told.values()].sort((a, b) => a.from - b.from);
}

/** The options of who got a message, as far as it tells; `options` are those of the form. */
export function optionsOf({ id, numbers }, options) {
  const [rows, batch, hidden_size] = numbers.wanted?.split(",").map(Number) ?? [];
  const num_layers = options.bidirectional ? rows / 2 : rows;
  const state = { num_layers, batch, hidden_size, form: "batched" };
  const told = {
    "input-size": { input_size: rows },
    "cell-input-size": { input_size: rows },
    "cell-hidden-size": { hidden_size: rows },
    "h0-size": state,
    "c0-size": state,
    "states-unbatched": { form: "batched" },
    "states-batched": { form: "unbatched" },
    "dropout-one-layer": { dropout: Number(numbers.dropout), num_layers: Number(numbers.layers) },
  };
  return told[id] ?? {};
}

/** A message as torch says it, the numbers in its holes. */
export function wording({ id, numbers }, { messages }) {
  const { template, names } = messages.find((message) => message.id === id);
  const values = names.map((name) => numbers[name]);
  return template.replace(/\{\w+\}/g, () => values.shift());
}
