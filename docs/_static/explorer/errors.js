// Which of torch's messages a text holds, and the numbers in them. A message is
// {id, template, names}: torch's own wording, where {holes} stand for what varies.

const HOLES = {
  n: "(-?\\d{1,9})",
  size: "([\\d, ]{1,60})",
  word: "([\\w.]{1,40})",
  option: "((?:input|hidden)_size|num_layers|bias|batch_first)",
  method: "(shape|size|dim|view|reshape|detach|squeeze|unsqueeze|transpose|contiguous)",
  device: "([a-z]{1,12}(?::\\d{1,3})?)",
  number: "(\\d{1,3}(?:\\.\\d{1,6})?)",
};

const literal = (text) =>
  text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/ /g, "\\s{1,8}");

const matcher = ({ id, template, names }) => {
  const parts = template.split(/\{(\w+)\}/).map((part, k) => (k % 2 ? HOLES[part] : literal(part)));
  return { id, names, pattern: new RegExp(parts.join(""), "g") };
};

/**
 * All known messages in a text, in the order in which they stand: {id, numbers, from, to}.
 * Where two overlap, the longer wins; of equal ones the last counts, since a traceback
 * shows the line that raises before it shows the message.
 */
export function find(text, messages) {
  const found = [];
  for (const { id, names, pattern } of messages.map(matcher))
    for (const match of text.matchAll(pattern)) {
      const numbers = Object.fromEntries(names.map((name, k) => [name, match[k + 1].trim()]));
      found.push({ id, numbers, from: match.index, to: match.index + match[0].length });
    }
  const size = ({ from, to }) => to - from;
  const told = ({ id, numbers }) => JSON.stringify([id, numbers]);
  const longest = found
    .filter((a) => !found.some((b) => size(b) > size(a) && b.from < a.to && a.from < b.to))
    .sort((a, b) => a.from - b.from);
  return [...new Map(longest.map((hit) => [told(hit), hit])).values()].sort(
    (a, b) => a.from - b.from,
  );
}

/** The options that the caller of an error had, as far as its numbers tell. */
export function optionsOf({ id, numbers }) {
  const wanted = numbers.wanted?.split(",").map(Number);
  switch (id) {
    case "input-size":
    case "cell-input-size":
      return { input_size: wanted[0] };
    case "h0-size":
    case "c0-size":
      return { num_layers: wanted[0], batch: wanted[1], hidden_size: wanted[2], form: "batched" };
    case "cell-hidden-size":
      return { hidden_size: wanted[0] };
    case "states-unbatched":
      return { form: "batched" };
    case "states-batched":
      return { form: "unbatched" };
    case "dropout-one-layer":
      return { dropout: Number(numbers.dropout), num_layers: Number(numbers.layers) };
    default:
      return {};
  }
}
