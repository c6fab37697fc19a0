// The explorer: controls to state, state to address, state to page.

import { decode, encode, later } from "./address.js";
import { light, paint, unitOf } from "./cell.js";
import { numberAt, run } from "./lstm.js";
import * as states from "./state.js";
import { wire } from "./tables.js";
import { byId, copy, disable, exact, keepInTwins, label } from "./text.js";
import { load, on, say, show, tell } from "./text.js";

const data = load();
const { difference, edit, entries, move, start } = states;
const panel = () => import("./panel.js");
const code = () => import("./code.js");
const steps = data.post.x.length;
const allowed = states.kinds(data);
let state = start(data);
let trace = run(state.values);
let past = [];

const write = later((address) => history.replaceState(null, "", address));
const fragment = () => encode(entries(state, data));
const vector = (way) => trace[way][state.t - 1].h.map(show).join(", ");
const valueOf = (address) => numberAt(address, state, trace);
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
  state = next;
  paint(state, trace);
  controls();
  if (asked) panel().then(({ ask }) => ask(state.preset));
  if (sentence !== false) tell(sentence ? sentence() : status());
}

/** The same, for what a person does: it is kept for undoing, and in the address. */
function act(next, sentence = null) {
  if (next.values !== state.values) past.push(state);
  set(next, sentence);
  write(fragment());
}

function controls() {
  byId("xp-preset").value = state.preset;
  for (const radio of document.querySelectorAll("[name=xp-mode]"))
    radio.checked = radio.value === state.mode;
  byId("xp-t").value = state.t;
  byId("xp-t").setAttribute("aria-valuetext", say("step-of", place()));
  disable("xp-prev", state.t === 1, "xp-next");
  disable("xp-next", state.t === steps, "xp-prev");
  disable("xp-undo", past.length === 0, "xp-link");
  const changed = new Set(difference(state, data).map(([address]) => address));
  for (const cell of document.querySelectorAll(".xp-tensor [data-at]"))
    cell.classList.toggle("xp-changed", changed.has(cell.dataset.at));
  disable("xp-restore", changed.size === 0, "xp-link");
}

/** One step on, from the last to the first; false at the end. */
function forward() {
  act(move(state, { t: (state.t % steps) + 1 }));
  return state.t < steps;
}

const pinned = () => named(state.pin.replace(".", `.${state.t}.`));

const choose = (address) =>
  act(states.choose(state, address), address === null ? null : () => say("pinned", pinned()));

/** Follow a number of the formula to where it stands. */
function follow(address) {
  if (address === null) return choose(null);
  if (/^[ifgoch]\.\d/.test(address)) return choose(address);
  const input = document.querySelector(`.xp-tensor [data-at="${address}"] input`);
  input.closest("details")?.setAttribute("open", "");
  return input.focus();
}

const preset = (address) =>
  numberAt(address, { values: states.presetValues(data, state.preset) }, {});
let held = null;

/** Change a number; while a drag goes on (not `done`) in silence, from where it began. */
function change(address, value, done) {
  const before = held ?? state;
  held = done ? null : before;
  const same = exact(value) === exact(preset(address));
  const next = same ? states.restore(before, address, data) : edit(before, address, value);
  if (!done) return set(next, false);
  state = before;
  return act(next, () => say("edited", { ...named(address), ...here() }));
}

function undo() {
  set(past.pop(), () => say("undone", here()));
  write(fragment());
}

/** Take the state of the address, if the fragment is one. */
function arrive() {
  const read = decode(location.hash, allowed);
  if (read === null) return;
  past = [];
  set(states.fromEntries(read.entries, data), () => {
    if (read.refused) return say(`refused-${read.refused}`);
    const keys = read.ignored.slice(0, 5).map((key) => key.slice(0, 40)).join(", ");
    return keys ? say("ignored", { keys }) : status();
  });
}

on("xp-preset", "change", ({ target }) =>
  act(move(start(data, target.value), { mode: state.mode })),
);
on("xp-mode", "change", ({ target }) => act(move(state, { mode: target.value })));
on("xp-t", "input", ({ target }) => act(move(state, { t: Number(target.value) })));
on("xp-prev", "click", () => act(move(state, { t: state.t - 1 })));
on("xp-next", "click", () => act(move(state, { t: state.t + 1 })));
on("xp-play", "click", async () => (await panel()).play(forward));
on("xp-reveal", "click", async () =>
  (await panel()).reveal(state.preset, data.right[state.preset]),
);
on("xp-undo", "click", undo);
on("xp-restore", "click", () => act(move(state, { values: states.presetValues(data, state.preset) })));
on("xp-take", "click", async () => {
  const read = (await code()).fromStateDict(byId("xp-pasted").value);
  if (!read.found) return tell(say("not-taken", read));
  const next = read.found.reduce((so, [address, value]) => edit(so, address, value), state);
  return act(next, () => say("taken"));
});
on("xp-link", "click", () => copy(new URL(fragment(), location.href).href, "copied-link"));
on("xp-code", "click", async () => copy((await code()).toPython(state), "copied-code"));

wire({
  choose,
  follow,
  change,
  value: valueOf,
  preset,
  refuse: (address, typed) =>
    tell(say("refused", { typed: typed.slice(0, 40), ...named(address) })),
});
for (const gate of document.querySelectorAll("[data-pin]"))
  gate.addEventListener("click", () =>
    choose([gate.dataset.pin, state.t, unitOf(state)].join(".")),
  );
for (const event of ["pointerover", "focusin"])
  document.addEventListener(event, ({ target }) => light(target, state));
keepInTwins(fragment);

addEventListener("hashchange", arrive);
document.documentElement.classList.add("xp-on");
arrive();
