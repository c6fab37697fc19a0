// The explorer: controls to state, state to address, state to page.

import { decode, encode, keeper } from "./address.js";
import { light, paint } from "./cell.js";
import { fromStateDict, toPython } from "./code.js";
import { exact, label, numberAt, run, show } from "./lstm.js";
import { ask, play, reveal } from "./panel.js";
import * as states from "./state.js";
import { wire } from "./tables.js";
import { byId, copy, load, objection, on, say, tell, wake } from "./text.js";

const data = load();
const { edit, move, start } = states;
const keep = keeper();
const steps = data.post.x.length;
const allowed = states.kinds(data);
/** The numbers of a preset, and what follows from them. */
const traced = (preset) => {
  const values = states.presetValues(data, preset);
  return { values, trace: run(values) };
};
let state = start(data);
let first = traced(state.preset);
let { trace } = first;
let past = [];
let walking = false;

const fragment = (of = state) => encode(states.entries(of, data));
const vector = (way) => trace[way][state.t - 1].h.map(show).join(", ");
const valueOf = (address) => numberAt(address, state, trace);
const preset = (address) => numberAt(address, first, {});
const named = (address) => ({ address: label(address), value: show(valueOf(address)) });
const place = () => ({ t: state.t, n: steps });
const here = () => ({ ...place(), h: vector(state.mode) });

function status() {
  const other = vector(state.mode === "carry" ? "reset" : "carry");
  return say(`status-${state.mode}`, { ...here(), other });
}

/** Show a state; the one way in for controls, addresses and the Back button. */
function set(next, sentence = null) {
  if (next.values !== state.values) trace = run(next.values);
  const asked = next.preset !== state.preset;
  if (asked) first = traced(next.preset);
  state = next;
  paint(state, trace, first);
  controls();
  if (asked) ask(state.preset);
  if (sentence !== false) tell(sentence?.() || status());
}

/**
 * The same, for what a person does: it is kept for undoing, and in the address. A walk from
 * step to step, or from number to number, is one entry of the browser's history.
 */
function act(next, sentence = null) {
  const changed = ["values", "preset", "mode"].some((name) => next[name] !== state[name]);
  if (next.values !== state.values) past.push(state);
  set(next, sentence);
  keep(fragment(), walking && !changed);
  walking = !changed;
}

/** A button that goes out of use hands its focus on. */
function disable(id, off, next) {
  const focused = byId(id) === document.activeElement;
  byId(id).disabled = off;
  if (off && focused) byId(next).focus();
}

function controls() {
  byId("xp-preset").value = state.preset;
  for (const radio of document.querySelectorAll("[name=xp-mode]"))
    radio.checked = radio.value === state.mode;
  byId("xp-t").value = state.t;
  byId("xp-t").ariaValueText = say("step-of", place());
  disable("xp-prev", state.t === 1, "xp-next");
  disable("xp-next", state.t === steps, "xp-prev");
  disable("xp-undo", past.length === 0, "xp-link");
  disable("xp-restore", states.difference(state, data).length === 0, "xp-link");
}

/** One step on, from the last to the first; false at the end. */
function forward() {
  act(move(state, { t: (state.t % steps) + 1 }));
  return state.t < steps;
}

const pinned = () => named(state.pin.replace(".", `.${state.t}.`));

const choose = (address) =>
  act(states.choose(state, address), address && (() => say("pinned", pinned())));

/** Follow a number of the formula to where it stands. */
function follow(address) {
  if (address === null || /^[ifgoch]\.\d/.test(address)) return choose(address);
  const input = document.querySelector(`.xp-tensor [data-at="${address}"] input`);
  input.closest("details")?.setAttribute("open", "");
  return input.focus();
}

let held = null;

/** Change a number; while a drag goes on (not `done`) in silence, from where it began. */
function change(address, value, done) {
  const before = held ?? state;
  held = done ? null : before;
  const same = exact(value) === exact(preset(address));
  const next = same ? states.restore(before, address, preset(address)) : edit(before, address, value);
  if (!done) return set(next, false);
  state = before;
  return act(next, () => say("edited", { ...named(address), ...here() }));
}

/** A drag that the browser has cancelled has changed nothing. */
function cancel() {
  if (held) set(held, false);
  held = null;
}

/**
 * Take the state of the address, if the fragment is one; without any it is the start. Where
 * Back has led to what a change has left, the changes before it can still be undone.
 */
function arrive(event) {
  const read = decode(location.hash || (event ? fragment(start(data)) : ""), allowed);
  if (read === null) return;
  const next = states.fromEntries(read.entries, data);
  past = past.slice(0, Math.max(0, past.findLastIndex((one) => fragment(one) === fragment(next))));
  walking = false;
  set(next, () => objection(read));
}

on("xp-preset", "change", ({ target }) => act(move(start(data, target.value), { mode: state.mode })));
on("xp-mode", "change", ({ target }) => act(move(state, { mode: target.value })));
on("xp-t", "input", ({ target }) => act(move(state, { t: Number(target.value) })));
on("xp-prev", "click", () => act(move(state, { t: state.t - 1 })));
on("xp-next", "click", () => act(move(state, { t: state.t + 1 })));
on("xp-play", "click", () => play(forward));
on("xp-reveal", "click", () => reveal(state.preset, data.right[state.preset]));
on("xp-restore", "click", () => act(move(state, { values: first.values })));
on("xp-undo", "click", () => {
  set(past.pop(), () => say("undone", here()));
  keep(fragment());
  walking = false;
});
on("xp-take", "click", () => {
  const read = fromStateDict(byId("xp-pasted").value);
  if (!read.found) return tell(say("beyond" in read ? "beyond" : "not-taken", read));
  const next = read.found.reduce((so, [address, value]) => edit(so, address, value), state);
  const names = (list) => list.slice(0, 8).join(", ");
  const key = read.left.length ? "taken-part" : "taken";
  const words = { used: names(read.used), left: names(read.left), n: read.left.length };
  return act(next, () => say(key, words));
});
on("xp-code", "click", () => copy(toPython(state), "copied-code"));

const refuse = (address, typed) => {
  const sentence = say("refused", { typed: typed.slice(0, 40), ...named(address) });
  tell(sentence);
  return sentence;
};
wire({ choose, follow, change, cancel, value: valueOf, preset, refuse });
for (const gate of document.querySelectorAll("[data-pin]"))
  gate.addEventListener("click", () =>
    choose([gate.dataset.pin, state.t, states.unitOf(state)].join(".")),
  );
for (const event of ["pointerover", "focusin"])
  document.addEventListener(event, ({ target }) => light(target, state));
paint(state, trace, first);
wake(fragment, arrive);
