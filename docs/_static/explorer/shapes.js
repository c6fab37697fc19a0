// The shapes of nn.LSTM: options in, axes and sizes out, or what torch refuses.

export const DEFAULTS = Object.freeze({
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
  lengths: Object.freeze([5, 3]),
});

const sum = (list) => list.reduce((total, value) => total + value, 0);
const product = (list) => list.reduce((total, value) => total * value, 1);

/** What torch says to the options, in the order in which it looks; null if nothing. */
export function refusal(options) {
  const { dropout, num_layers, proj_size, hidden_size, form, length, lengths } = options;
  if (!(dropout >= 0 && dropout <= 1))
    return (
      "dropout should be a number in range [0, 1] representing the probability of an " +
      "element being zeroed"
    );
  for (const name of ["input_size", "hidden_size"]) {
    if (!Number.isInteger(options[name])) return `${name} should be of type int, got: float`;
    if (options[name] <= 0) return `${name} must be greater than zero`;
  }
  if (num_layers <= 0) return "num_layers must be greater than zero";
  if (proj_size < 0)
    return "proj_size should be a positive integer or zero to disable projections";
  if (proj_size >= hidden_size) return "proj_size has to be smaller than hidden_size";
  if (!Number.isInteger(num_layers)) return "'float' object cannot be interpreted as an integer";
  if (form === "packed" && lengths.some((steps) => steps <= 0))
    return (
      "Length of all samples has to be greater than 0, but found an element in 'lengths' " +
      "that is <= 0"
    );
  if (form !== "packed" && length === 0)
    return "Expected sequence length to be larger than 0 in RNN";
  return null;
}

/** Ids of what torch accepts in silence, or with a warning only. */
export function warnings(options) {
  const { batch_first, bidirectional, dropout, form, length, batch, num_layers } = options;
  const found = [];
  if (dropout > 0 && num_layers === 1) found.push("dropout-one-layer");
  if (batch_first && form !== "batched") found.push("batch-first-ignored");
  if (form === "batched" && length === 1 && batch > 1) found.push("length-one");
  if (form === "batched" && length === batch) found.push("length-equals-batch");
  if (bidirectional && form !== "packed") found.push("reverse-and-padding");
  return found;
}

const tensor = (name, axes) => ({
  name,
  axes: axes.map(([axis]) => axis),
  sizes: axes.map(([, size]) => size),
});

/** input, h_0, c_0, output, h_n and c_n, each with the names and sizes of its axes. */
export function tensors(options) {
  const directions = options.bidirectional ? 2 : 1;
  const width = options.proj_size || options.hidden_size;
  const rows = ["layers-directions", options.num_layers * directions];
  const batch = options.form === "packed" ? options.lengths.length : options.batch;
  const across = options.form === "unbatched" ? [] : [["batch", batch]];
  const time = [["time", options.length]];
  const sequence = (features) => {
    if (options.form === "packed") return [["steps", sum(options.lengths)], features];
    return [...(options.batch_first ? [...across, ...time] : [...time, ...across]), features];
  };
  const state = (name, size) => tensor(name, [rows, ...across, ["features", size]]);
  return [
    tensor("input", sequence(["features", options.input_size])),
    state("h_0", width),
    state("c_0", options.hidden_size),
    tensor("output", sequence(["features", directions * width])),
    state("h_n", width),
    state("c_n", options.hidden_size),
  ];
}

/** Every parameter, in the order and under the names of `lstm.named_parameters()`. */
export function parameters(options) {
  const directions = options.bidirectional ? ["", "_reverse"] : [""];
  const gates = ["gates-units", 4 * options.hidden_size];
  const width = ["features", options.proj_size || options.hidden_size];
  const found = [];
  for (let layer = 0; layer < options.num_layers; layer += 1)
    for (const direction of directions) {
      const into = layer ? directions.length * width[1] : options.input_size;
      const add = (name, axes) => found.push(tensor(`${name}_l${layer}${direction}`, axes));
      add("weight_ih", [gates, ["inputs", into]]);
      add("weight_hh", [gates, width]);
      if (options.bias) {
        add("bias_ih", [gates]);
        add("bias_hh", [gates]);
      }
      if (options.proj_size) add("weight_hr", [width, ["units", options.hidden_size]]);
    }
  return found;
}

export const count = (list) => sum(list.map(({ sizes }) => product(sizes)));

/** How the count comes about: sizes of the first layer, then of all others. */
export function formula(options) {
  const directions = options.bidirectional ? 2 : 1;
  const layer = (k, times) => {
    const sizes = parameters(options)
      .filter(({ name }) => name.endsWith(`_l${k}`))
      .map((weight) => weight.sizes.join("·"))
      .join(" + ");
    return times === 1 ? sizes : `${times}·(${sizes})`;
  };
  const first = layer(0, directions);
  const others = (options.num_layers - 1) * directions;
  return others ? `${first} + ${layer(1, others)}` : first;
}

/** The code to paste: the module, its input and the call. */
export function toPython(options) {
  const changed = Object.keys(DEFAULTS)
    .slice(2, 8)
    .filter((name) => options[name] !== DEFAULTS[name])
    .map((name) => `, ${name}=${{ true: "True", false: "False" }[options[name]] ?? options[name]}`);
  const { input_size, hidden_size, batch_first, form, length, batch, lengths } = options;
  const packed = form === "packed";
  const [time, rows] = packed ? [Math.max(...lengths), lengths.length] : [length, batch];
  const axes = form === "unbatched" ? [time] : batch_first ? [rows, time] : [time, rows];
  const first = batch_first ? "batch_first=True, " : "";
  const pack = `x = nn.utils.rnn.pack_padded_sequence(
    x, [${lengths.join(", ")}], ${first}enforce_sorted=False
)
`;
  return `import torch
from torch import nn

lstm = nn.LSTM(${input_size}, ${hidden_size}${changed.join("")})
x = torch.randn(${[...axes, input_size].join(", ")})
${packed ? pack : ""}output, (h_n, c_n) = lstm(x)
print(output${packed ? ".data" : ""}.shape, h_n.shape, c_n.shape)
`;
}
