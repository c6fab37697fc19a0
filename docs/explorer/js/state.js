// What the explorer shows, as frozen data: a preset, what is changed, where the reader is.

import { integer, number, oneOf } from "./address.js";

export const GATES = ["i", "f", "g", "o"];
export const RESULTS = ["i", "f", "g", "o", "c", "h"];
export const MODES = ["carry", "reset"];
const PLACES = Object.entries({ p: "preset", m: "mode", t: "t", pin: "pin" });

const freeze = (part) => {
  if (!Object.isFrozen(part)) Object.values(part).forEach(freeze);
  return Object.freeze(part);
};

/** [address, value] of every number of a nested array; steps of x count from 1. */
function* leaves(part, address) {
  if (!Array.isArray(part)) yield [address, part];
  else
    for (const [k, inner] of part.entries())
      yield* leaves(inner, `${address}.${address === "x" ? k + 1 : k}`);
}

/** The addresses of all numbers that can be changed, in the order of the tensors. */
export const addresses = (values) =>
  Object.entries(values).flatMap(([name, tensor]) => [...leaves(tensor, name)]);

const path = (address) => {
  const [name, ...indices] = address.split(".");
  return [name, ...indices.map((k, n) => (name === "x" && n === 0 ? k - 1 : Number(k)))];
};

const replace = (part, [key, ...rest], value) => {
  const copy = Array.isArray(part) ? [...part] : { ...part };
  copy[key] = rest.length ? replace(part[key], rest, value) : value;
  return copy;
};

/** The numbers of a preset: those of the post, with whole tensors or parts filled. */
export function presetValues(data, preset) {
  let values = data.post;
  for (const [prefix, fill] of Object.entries(data.presets[preset]))
    for (const [address] of addresses(values))
      if (`${address}.`.startsWith(`${prefix}.`)) values = replace(values, path(address), fill);
  return freeze(values);
}

export const start = (data, preset = "post") =>
  freeze({
    preset,
    mode: "carry",
    t: 1,
    pin: "h.0",
    values: presetValues(data, preset),
  });

/** The state with one number changed: kept to six decimals, as an address keeps it. */
export const edit = (state, address, value) =>
  restore(state, address, Number(value.toFixed(6)) + 0);

export const move = (state, change) => freeze({ ...state, ...change });

/** The state with one number exactly so, as the preset has it. */
export const restore = (state, address, value) =>
  freeze({ ...state, values: replace(state.values, path(address), value) });

/** The state in which a result is chosen: its step and unit and, if it names one, its way. */
export function choose(state, address) {
  if (address === null) return move(state, { pin: "none" });
  const [unit, t, symbol, way = state.mode] = address.split(".").reverse();
  const mode = MODES.includes(way) ? way : state.mode;
  return move(state, { mode, t: Number(t), pin: `${symbol}.${unit}` });
}

/** The unit that is drawn: that of the pinned number, or 0. */
export const unitOf = ({ pin }) => (pin === "none" ? "0" : pin.split(".")[1]);

/** The address that a pattern stands for: its step, its unit, and the state before. */
export function resolve(form, state) {
  const before = (name) =>
    state.mode === "carry" && state.t > 1 ? `${name}.${state.t - 1}` : `${name}_0`;
  return form
    .replace("{t}", state.t)
    .replace("{k}", unitOf(state))
    .replace("@h", before("h"))
    .replace("@c", before("c"));
}

/** [address, value] of what differs from the preset. */
export function difference(state, data) {
  const preset = addresses(presetValues(data, state.preset));
  return addresses(state.values).filter(([, value], k) => value !== preset[k][1]);
}

/** What the key of an address may hold. */
export function kinds(data) {
  const editable = new Set(addresses(data.post).map(([address]) => address));
  const pins = RESULTS.flatMap((name) => data.post.h_0.map((_, k) => `${name}.${k}`));
  const places = new Map([
    ["p", oneOf(...Object.keys(data.presets))],
    ["m", oneOf(...MODES)],
    ["t", integer(1, data.post.x.length)],
    ["pin", oneOf("none", ...pins)],
  ]);
  return (key) => places.get(key) ?? (editable.has(key) ? number(100) : undefined);
}

/** [key, value] of all that differs from the start, for the address. */
export function* entries(state, data) {
  const first = start(data);
  for (const [key, name] of PLACES) if (state[name] !== first[name]) yield [key, state[name]];
  yield* difference(state, data);
}

/** The state that the entries of an address describe. */
export function fromEntries(found, data) {
  const places = PLACES.filter(([key]) => found.has(key)).map(([key, name]) => [name, found.get(key)]);
  const first = move(start(data, found.get("p")), Object.fromEntries(places));
  const edits = [...found].filter(([key]) => key.includes("."));
  return edits.reduce((state, [address, value]) => edit(state, address, value), first);
}
