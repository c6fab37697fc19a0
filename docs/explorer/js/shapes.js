// The shapes of nn.LSTM: options in, axes and sizes out, or what torch refuses.
// lstm_demo.shapes has them too, but no browser runs it; the tests compare every size with
// torch, and every axis with lstm_demo.shapes, whose names they have.

export const DEFAULTS = {
  input_size: 4,
  hidden_size: 3,
  num_layers: 1,
  bias: true,
  batch_first: false,
  dropout: 0,
  bidirectional: false,
  proj_size: 0,
  form: "batched",
  length: 5,
  batch: 2,
  lengths: [5, 3],
};

const sum = (list) => list.reduce((a, b) => a + b, 0);

/** The first message with which torch refuses the options; null if it takes them. */
export function refusal(options) {
  const { hidden_size, num_layers, dropout, proj_size, form, length, lengths } = options;
  const packed = form === "packed";
  const found = [
    ["dropout-range", !(dropout >= 0 && dropout <= 1)],
    ...["input_size", "hidden_size"].flatMap((name) => [
      ["not-an-int", !Number.isInteger(options[name]), { name, got: "float" }],
      ["not-positive", options[name] <= 0, { name }],
    ]),
    ["not-positive", num_layers <= 0, { name: "num_layers" }],
    ["proj-negative", proj_size < 0],
    ["proj-too-wide", proj_size >= hidden_size],
    ["zero-length", packed && lengths.some((steps) => steps <= 0)],
    ["no-steps", !packed && length === 0],
  ].find(([, wrong]) => wrong);
  return found ? { id: found[0], numbers: found[2] ?? {} } : null;
}

/** Ids of what torch accepts in silence, or with a warning only. */
export function warnings(options) {
  const { batch_first, bidirectional, dropout, form, length, batch, num_layers } = options;
  const batched = form === "batched";
  const known = {
    "dropout-one-layer": dropout > 0 && num_layers === 1,
    "batch-first-ignored": batch_first && !batched,
    "length-one": batched && length === 1 && batch > 1,
    "length-equals-batch": batched && length === batch,
    "reverse-and-padding": bidirectional && form !== "packed",
  };
  return Object.keys(known).filter((id) => known[id]);
}

const tensor = (name, pairs) => {
  const [axes, sizes] = [0, 1].map((k) => pairs.map((pair) => pair[k]));
  return { name, axes, sizes };
};

/** What goes in and comes out, with the names and sizes of the axes. */
export function tensors({ form, batch_first, input_size, hidden_size, lengths, ...options }) {
  const directions = options.bidirectional ? 2 : 1;
  const width = options.proj_size || hidden_size;
  const rows = ["layers·directions", options.num_layers * directions];
  const packed = form === "packed";
  const batch = form === "unbatched" ? [] : [["batch", packed ? lengths.length : options.batch]];
  const time = [["time", options.length]];
  const axes = batch_first ? [...batch, ...time] : [...time, ...batch];
  const steps = packed ? [["packed", sum(lengths)]] : axes;
  const sequence = (name, size) => tensor(name, [...steps, ["features", size]]);
  const state = (name, size) => tensor(name, [rows, ...batch, ["features", size]]);
  return [
    sequence("input", input_size),
    state("h_0", width),
    state("c_0", hidden_size),
    sequence("output", directions * width),
    state("h_n", width),
    state("c_n", hidden_size),
  ];
}

/** Every parameter, as `lstm.named_parameters()` has them. */
export function parameters(options) {
  const directions = options.bidirectional ? ["", "_reverse"] : [""];
  const gates = ["gates·hidden", 4 * options.hidden_size];
  const hidden = ["hidden", options.hidden_size];
  const state = options.proj_size ? ["projected", options.proj_size] : hidden;
  const both = [`directions·${state[0]}`, directions.length * state[1]];
  const found = [];
  for (let layer = 0; layer < options.num_layers; layer += 1)
    for (const direction of directions) {
      const add = (name, axes) => found.push(tensor(`${name}_l${layer}${direction}`, axes));
      add("weight_ih", [gates, layer ? both : ["features", options.input_size]]);
      add("weight_hh", [gates, state]);
      if (options.bias) {
        add("bias_ih", [gates]);
        add("bias_hh", [gates]);
      }
      if (options.proj_size) add("weight_hr", [state, hidden]);
    }
  return found;
}

export const count = (list) => sum(list.map(({ sizes }) => sizes.reduce((a, b) => a * b)));

/** How the count comes about: the first layer, then all others. */
export function formula(options) {
  const directions = options.bidirectional ? 2 : 1;
  const layer = (k, times) => {
    const sizes = parameters(options)
      .filter(({ name }) => name.endsWith(`_l${k}`))
      .map((weight) => weight.sizes.join("·"))
      .join(" + ");
    return times === 1 ? sizes : `${times}·(${sizes})`;
  };
  const others = (options.num_layers - 1) * directions;
  return layer(0, directions) + (others ? ` + ${layer(1, others)}` : "");
}

/** The code to paste: the module, its input and the call. */
export function toPython(options) {
  const { input_size, hidden_size, batch_first, lengths } = options;
  const packed = options.form === "packed";
  const padded = { form: "batched", length: Math.max(...lengths), batch: lengths.length };
  const [{ sizes }] = tensors({ ...options, ...(packed && padded) });
  const python = (value) => ({ true: "True", false: "False" })[value] ?? value;
  const changed = Object.entries(DEFAULTS)
    .slice(2, 8)
    .filter(([name, value]) => options[name] !== value)
    .map(([name]) => `, ${name}=${python(options[name])}`);
  const pack = `x = nn.utils.rnn.pack_padded_sequence(
    x, [${lengths.join(", ")}], ${batch_first ? "batch_first=True, " : ""}enforce_sorted=False
)
`;
  return `import torch
from torch import nn

lstm = nn.LSTM(${input_size}, ${hidden_size}${changed.join("")})
x = torch.randn(${sizes.join(", ")})
${packed ? pack : ""}output, (h_n, c_n) = lstm(x)
print(output${packed ? ".data" : ""}.shape, h_n.shape, c_n.shape)
`;
}
