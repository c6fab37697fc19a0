// Which of torch's messages a text holds, and the numbers in them. A message is
// {id, template, names}: torch's wording, with {holes} for what varies, each a pattern.

const literal = (text) =>
  text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/ /g, "\\s{1,8}");

const pattern = (template, holes) => {
  const parts = template.split(/\{(\w+)\}/);
  return new RegExp(parts.map((part, k) => (k % 2 ? holes[part] : literal(part))).join(""), "g");
};

/**
 * All known messages in a text, in their order: {id, numbers, from, to}. Where two overlap,
 * the longer wins; of equal ones the last counts: a traceback ends with the message.
 */
export function find(text, { messages, holes }) {
  const found = messages.flatMap(({ id, names, template }) =>
    [...text.matchAll(pattern(template, holes))].map((match) => ({
      id,
      numbers: Object.fromEntries(names.map((name, k) => [name, match[k + 1].trim()])),
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

/** The options of who got a message, as far as it tells. */
export function optionsOf({ id, numbers }) {
  const [first, batch, hidden_size] = numbers.wanted?.split(",").map(Number) ?? [];
  const state = { num_layers: first, batch, hidden_size, form: "batched" };
  const told = {
    "input-size": { input_size: first },
    "cell-input-size": { input_size: first },
    "cell-hidden-size": { hidden_size: first },
    "h0-size": state,
    "c0-size": state,
    "states-unbatched": { form: "batched" },
    "states-batched": { form: "unbatched" },
    "dropout-one-layer": { dropout: +numbers.dropout, num_layers: +numbers.layers },
  };
  return told[id] ?? {};
}

/** A message as torch says it, the numbers in its holes. */
export function wording({ id, numbers }, { messages }) {
  const { template, names } = messages.find((message) => message.id === id);
  const values = names.map((name) => numbers[name]);
  return template.replace(/\{\w+\}/g, () => values.shift());
}
