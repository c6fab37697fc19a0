// The state as a PyTorch program, and a printed state_dict as numbers.

import { GATES } from "./state.js";

const list = (part) =>
  Array.isArray(part) ? `[${part.map(list).join(", ")}]` : String(part);

const rows = (part) => `[\n${part.map((row) => `    ${list(row)},`).join("\n")}\n]`;

const stack = (values, kind) => GATES.flatMap((gate) => values[`${kind}${gate}`]);

const LOOPS = {
  carry: `output, (h_n, c_n) = lstm(x, (h_0, c_0))
for h in output[:, 0]:
    print(" ".join(f"{value:.4f}" for value in h.tolist()))`,
  reset: `for x_t in x:
    output, (h_n, c_n) = lstm(x_t.unsqueeze(0), (h_0, c_0))
    print(" ".join(f"{value:.4f}" for value in output[0, 0].tolist()))`,
};

/** A program that builds these weights and prints h of every step, as the page shows it. */
export function toPython({ values, mode }) {
  return `import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)

x = torch.tensor(${rows(values.x)}).unsqueeze(1)
h_0 = torch.tensor(${list(values.h_0)}).view(1, 1, 3)
c_0 = torch.tensor(${list(values.c_0)}).view(1, 1, 3)

lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.weight_ih_l0[:] = torch.tensor(${rows(stack(values, "W_i"))})
lstm.weight_hh_l0[:] = torch.tensor(${rows(stack(values, "W_h"))})
lstm.bias_ih_l0[:] = torch.tensor(${list(stack(values, "b_i"))})
lstm.bias_hh_l0[:] = torch.tensor(${list(stack(values, "b_h"))})

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

/** The text between the first bracket after `name` and the one that closes it. */
function brackets(text, name) {
  const from = text.indexOf("[", text.indexOf(name));
  if (!text.includes(name) || from < 0) return "";
  let depth = 0;
  for (let k = from; k < text.length; k += 1) {
    depth += { "[": 1, "]": -1 }[text[k]] ?? 0;
    if (depth === 0) return text.slice(from, k + 1);
  }
  return "";
}

/**
 * Read a `state_dict` of an nn.LSTM(4, 3), printed by Python or written as JSON.
 *
 * The answer has the [address, value] pairs, or the name of the tensor that is missing,
 * has another size than it should, or holds a number beyond 100.
 */
export function fromStateDict(text) {
  const found = [];
  for (const [name, kind, columns] of TENSORS) {
    const numbers = (brackets(text, name).match(NUMBER) ?? []).map(Number);
    const wanted = 12 * (columns || 1);
    if (numbers.length !== wanted || numbers.some((value) => !(Math.abs(value) <= 100)))
      return { name, got: numbers.length, wanted };
    for (const [k, value] of numbers.entries()) {
      const row = columns ? Math.floor(k / columns) : k;
      const address = [`${kind}${GATES[Math.floor(row / 3)]}`, row % 3];
      if (columns) address.push(k % columns);
      found.push([address.join("."), value]);
    }
  }
  return { found };
}
