// The six equations of nn.LSTM in float64, and their numbers by address and as text.
// lstm_demo.gates has the equations too, but no browser runs it, and here every change of a
// number is answered at once; the tests compare each number with torch.

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

const dot = (row, vector) => row.reduce((sum, w, k) => sum + w * vector[k], 0);

/** One time step: vectors x (input_size), h and c (hidden_size), weights by name. */
export function step(x, h, c, w) {
  const z = (gate) =>
    w[`W_i${gate}`].map(
      (row, k) =>
        dot(row, x) + w[`b_i${gate}`][k] + dot(w[`W_h${gate}`][k], h) + w[`b_h${gate}`][k],
    );
  const [z_i, z_f, z_g, z_o] = ["i", "f", "g", "o"].map(z);
  const i = z_i.map(sigmoid);
  const f = z_f.map(sigmoid);
  const g = z_g.map(Math.tanh);
  const o = z_o.map(sigmoid);
  const c_t = c.map((c_prev, k) => f[k] * c_prev + i[k] * g[k]);
  const tanh_c = c_t.map(Math.tanh);
  const h_t = tanh_c.map((value, k) => o[k] * value);
  return { z_i, z_f, z_g, z_o, i, f, g, o, c: c_t, tanh_c, h: h_t };
}

/** All steps, both ways: the state carried, and every step started from (h_0, c_0). */
export function run(values) {
  const carry = [];
  const reset = [];
  let [h, c] = [values.h_0, values.c_0];
  for (const x of values.x) {
    const carried = step(x, h, c, values);
    carry.push(carried);
    [h, c] = [carried.h, carried.c];
    reset.push(step(x, values.h_0, values.c_0, values));
  }
  return { carry, reset };
}

/**
 * The number at an address: `x.1.0` and `W_hf.1.2` are values, `f.3.0` is a result of the
 * chosen way, and `carry.h.3.0`, `reset.h.3.0` and `delta.h.3.0` (carry minus reset) name
 * the way. Steps count from 1, units from 0.
 */
export function numberAt(address, state, trace) {
  const [name, ...indices] = address.split(".");
  if (name === "delta") {
    const [carried, restarted] = ["carry", "reset"].map((way) =>
      numberAt([way, ...indices].join("."), state, trace),
    );
    return carried - restarted;
  }
  if (name in trace) return trace[name][indices[1] - 1][indices[0]][indices[2]];
  if (name === "x") return state.values.x[indices[0] - 1][indices[1]];
  if (name in state.values) return indices.reduce((part, k) => part[k], state.values[name]);
  return trace[state.mode][indices[0] - 1][name][indices[1]];
}

/** Four decimals, rounded as Python's `f"{value:.4f}"` does, and no minus before zero. */
export function show(value) {
  const text = Math.abs((value * 32) % 2) === 1 ? tie(value) : value.toFixed(4);
  return text === "-0.0000" ? "0.0000" : text;
}

// In binary only odd multiples of 1/32 lie halfway between two numbers of four decimals;
// toFixed rounds those away from zero, Python to the even digit.
function tie(value) {
  const below = Math.floor(value * 10000);
  return ((below % 2 === 0 ? below : below + 1) / 10000).toFixed(4);
}

/** As few characters as say exactly what the address of the page would keep. */
export const exact = (value) => String(Number(value.toFixed(6)));

/** An address as it is written beside its number: `W_if[0, 1]`, `h_3[1]`. */
export function label(address) {
  const [name, ...indices] = address.split(".");
  const shown = name.length === 1 ? `${name}_${indices.shift()}` : name;
  return `${shown}[${indices.join(", ")}]`;
}
