// The numbers as they are seen: under every address, as bars and lines, lit and chosen.

import { numberAt } from "./lstm.js";
import { label, show } from "./text.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** The unit that the drawing and the chart show: that of the pinned number, or 0. */
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

/** One name for one number: `carry.h.3.0` is `h.3.0` while the state is carried. */
const canonical = (address, { mode }) =>
  address.startsWith(`${mode}.`) ? address.slice(mode.length + 1) : address;

/** The row or gate of a symbol, whether it stands for this step or for the one before. */
const symbolOf = (address) => address.split(".").find((part) => !/^(carry|reset|delta)$/.test(part));

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// Every place of a number: its element, the pattern of its address, where name and text go.
let places = null;
const findPlaces = () =>
  all("[data-at]").map((element) => ({
    element,
    form: element.dataset.form,
    name: element.querySelector(".xp-name"),
    field: element.querySelector("input"),
    text: element.querySelector(".xp-value") ?? element,
  }));

/** Write every number of the page, and what is drawn from them. */
export function paint(state, trace) {
  places ??= findPlaces();
  const number = (address) => numberAt(address, state, trace);
  for (const { element, form, name, field, text } of places) {
    const address = form ? resolve(form, state) : element.dataset.at;
    if (form && element.dataset.at !== address) element.dataset.at = address;
    if (name) put(name, label(address));
    const shown = show(number(address));
    if (!field) put(text, shown);
    else if (!field.dataset.draft && field.value !== shown) field.value = shown;
  }
  for (const bar of all("[data-bar]")) {
    const value = number(resolve(bar.dataset.bar, state)) * bar.dataset.span;
    bar.setAttribute("y", (bar.dataset.zero - Math.max(value, 0)).toFixed(1));
    bar.setAttribute("height", Math.abs(value).toFixed(1));
    bar.classList.toggle("xp-chosen", bar.dataset.unit === unitOf(state));
  }
  for (const below of all("[data-before]")) put(below, state.mode === "reset" ? "0" : "t−1");
  for (const element of all("[data-unit-name]")) put(element, unitOf(state));
  for (const row of all("[data-t]")) row.classList.toggle("xp-now", Number(row.dataset.t) === state.t);
  chart(state, number);
  pinned(state);
}

const mark = (cell, selected) => {
  if (cell.ariaSelected !== String(selected)) cell.ariaSelected = selected;
};

function chart(state, number) {
  const x = (t) => 50 + 64 * (t - 1);
  const y = (way, t) => 70 - 56 * number(`${way}.h.${t}.${unitOf(state)}`);
  const steps = state.values.x.map((_, k) => k + 1);
  for (const line of all("[data-way]"))
    line.setAttribute("points", steps.map((t) => `${x(t)},${y(line.dataset.way, t).toFixed(1)}`).join(" "));
  for (const mark of all("[data-mark]")) {
    const [way, t] = mark.dataset.mark.split(".");
    if (way === "carry") mark.setAttribute("cy", y(way, t).toFixed(1));
    else mark.setAttribute("y", (y(way, t) - 4).toFixed(1));
  }
  for (const now of all("#xp-now-line")) now.setAttribute("d", `M${x(state.t)} 14V126`);
}

function pinned(state) {
  const [symbol, unit] = state.pin.split(".");
  const address = symbol === "none" ? null : `${symbol}.${state.t}.${unit}`;
  for (const line of all("[data-origin]")) line.hidden = line.dataset.origin !== symbol;
  for (const element of all(".xp-step [data-at], .xp-path [data-at]"))
    mark(element, canonical(element.dataset.at, state) === address);
  for (const element of all("[data-pin]"))
    element.classList.toggle("xp-chosen", element.dataset.pin === symbol);
  for (const row of all(".xp-step [data-sym]"))
    row.classList.toggle("xp-now", row.dataset.sym === symbol);
}

/** Light all that shows the number or symbol under the pointer or the focus. */
export function light(element, state) {
  const lit = new Set();
  const number = element?.closest("[data-at]");
  const symbol = element?.closest("[data-sym]");
  if (number) {
    const address = canonical(number.dataset.at, state);
    for (const other of all("[data-at]"))
      if (canonical(other.dataset.at, state) === address) lit.add(other);
    for (const other of all(`[data-sym="${symbolOf(address)}"]`)) lit.add(other);
  } else if (symbol)
    for (const other of all(`[data-sym="${symbol.dataset.sym}"]`)) lit.add(other);
  for (const old of all(".xp-lit")) if (!lit.has(old)) old.classList.remove("xp-lit");
  for (const one of lit) one.classList.add("xp-lit");
}

export const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Give the elements of a widget one tab stop, and a way to move the focus by arrows: along
 * a row (a `tr` or a `p`), and from row to row.
 */
export function roving(root, stops) {
  const rows = Object.values(Object.groupBy(stops, (stop) => lines(root).indexOf(lineOf(stop))));
  const enter = (stop) => {
    for (const other of stops) other.tabIndex = other === stop ? 0 : -1;
  };
  enter(stops[0]);
  root.addEventListener("focusin", ({ target }) => stops.includes(target) && enter(target));
  return (from, key) => {
    const [down, right] = MOVES[key];
    const here = rows.findIndex((row) => row.includes(from));
    const row = rows[here + down] ?? [];
    const column = rows[here].indexOf(from) + right;
    row[down ? Math.min(column, row.length - 1) : column]?.focus();
  };
}

const lineOf = (stop) => stop.closest("tr, p");
const lines = (root) => [root, ...root.querySelectorAll("tr, p")];

/** Results to choose from: arrows move, Enter or a click chooses, Escape lets go. */
export function results(root, selector, choose) {
  const stops = [...root.querySelectorAll(selector)];
  const move = roving(root, stops);
  root.addEventListener("keydown", (event) => {
    if (!stops.includes(event.target)) return;
    if (event.key in MOVES) move(event.target, event.key);
    else if (event.key === "Enter" || event.key === " ") choose(event.target.dataset.at);
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", ({ target }) => {
    const stop = target.closest(selector);
    stop?.focus();
    if (stop) choose(stop.dataset.at);
  });
}
