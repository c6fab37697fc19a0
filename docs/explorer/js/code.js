// The state as a PyTorch program, and a printed state_dict as numbers.

import { GATES } from "./state.js";

const list = (part) =>
  Array.isArray(part) ? `[${part.map(list).join(", ")}]` : String(part);

const rows = (part) => `[\n${part.map((row) => `    ${list(row)},`).join("\n")}\n]`;

const stack = (values, kind) => GATES.flatMap((gate) => values[`${kind}${gate}`]);

const LOOPS = {
  carry: `output, (h_n, c_n) = lstm(x, (h_0, c_0))
for h in output[:, 0]:
    print(*(f"{round(value, 4) + 0:.4f}" for value in h.tolist()))`,
  reset: `for x_t in x:
    output, (h_n, c_n) = lstm(x_t.unsqueeze(0), (h_0, c_0))
    print(*(f"{round(value, 4) + 0:.4f}" for value in output[0, 0].tolist()))`,
};

/**
 * A program that builds these weights and prints h of every step, as the page shows it:
 * whole numbers become float64, and minus zero is zero (round gives it, and + 0 ends it).
 */
export function toPython({ values, mode }) {
  return `import torch
from torch import nn

torch.set_grad_enabled(False)
double = torch.float64

x = torch.tensor(${rows(values.x)}, dtype=double).unsqueeze(1)
h_0 = torch.tensor(${list(values.h_0)}, dtype=double).view(1, 1, 3)
c_0 = torch.tensor(${list(values.c_0)}, dtype=double).view(1, 1, 3)

lstm = nn.LSTM(input_size=4, hidden_size=3, dtype=double)
lstm.weight_ih_l0[:] = torch.tensor(${rows(stack(values, "W_i"))}, dtype=double)
lstm.weight_hh_l0[:] = torch.tensor(${rows(stack(values, "W_h"))}, dtype=double)
lstm.bias_ih_l0[:] = torch.tensor(${list(stack(values, "b_i"))}, dtype=double)
lstm.bias_hh_l0[:] = torch.tensor(${list(stack(values, "b_h"))}, dtype=double)

${LOOPS[mode]}
`;
}

const TENSORS = [
  ["weight_ih_l0", "W_i", 4],
  ["weight_hh_l0", "W_h", 3],
  ["bias_ih_l0", "b_i", 0],
  ["bias_hh_l0", "b_h", 0],
];
const NUMBER = /[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/gi;
const NAME = /(?<![\w.])[\w.]*(?:weight|bias)_(?:ih|hh|hr)_l\d+(?:_reverse)?(?!\w)/g;

/** The text between the first bracket and the one that closes it. */
function brackets(text) {
  const from = text.indexOf("[");
  let depth = 0;
  for (let k = Math.max(from, 0); k < text.length; k += 1) {
    depth += { "[": 1, "]": -1 }[text[k]] ?? 0;
    if (depth === 0) return text.slice(from, k + 1);
  }
  return "";
}

/**
 * Read the first layer of a `state_dict` of an nn.LSTM(4, 3), printed by Python or as JSON.
 *
 * The answer has the [address, value] pairs, and the names of the tensors that were `used`
 * and those that were `left`; or else the name of the tensor that is missing or has another
 * size than it should, or the number in it that is `beyond` 100.
 */
export function fromStateDict(text) {
  const named = [...text.matchAll(NAME)].map(({ 0: name, index }) => ({ name, index }));
  const found = [];
  const used = [];
  for (const [base, kind, columns] of TENSORS) {
    const { name, index } = named.find((one) => one.name.split(".").at(-1) === base) ?? {};
    const numbers = (brackets(name ? text.slice(index) : "").match(NUMBER) ?? []).map(Number);
    const wanted = 12 * (columns || 1);
    if (numbers.length !== wanted) return { name: name ?? base, got: numbers.length, wanted };
    const beyond = numbers.find((value) => !(Math.abs(value) <= 100));
    if (beyond !== undefined) return { name, beyond };
    used.push(name);
    for (const [k, value] of numbers.entries()) {
      const row = columns ? Math.floor(k / columns) : k;
      const address = [`${kind}${GATES[Math.floor(row / 3)]}`, row % 3];
      if (columns) address.push(k % columns);
      found.push([address.join("."), value]);
    }
  }
  const left = named.map(({ name }) => name).filter((name) => !used.includes(name));
  return { found, used, left };
}
