// The numbers as they are seen: under every address, as bars and lines, lit and chosen.

import { label, numberAt, show } from "./lstm.js";
import { resolve, unitOf } from "./state.js";
import { say } from "./text.js";

const all = (selector) => [...document.querySelectorAll(selector)];

/** One name for one number: `carry.h.3.0` is `h.3.0` while the state is carried. */
const canonical = (address, { mode }) =>
  address.startsWith(`${mode}.`) ? address.slice(mode.length + 1) : address;

/** The symbol of an address, whatever way it names. */
const symbolOf = (address) => address.split(".").find((part) => !/^(carry|reset|delta)$/.test(part));

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// Every place of a number: its element, the pattern of its address, where name and text go,
// and whether it tells what stood there at first.
let places = null;
const find = () =>
  all("[data-at]").map((element) => ({
    element,
    form: element.dataset.form,
    name: element.querySelector(".xp-name"),
    field: element.querySelector("input"),
    text: element.querySelector(".xp-value") ?? element,
    tells: element.matches(".xp-step td, .xp-tensor td"),
  }));

/** Write every number of the page, those of `first` beside them, and what is drawn of them. */
export function paint(state, trace, first) {
  places ??= find();
  const number = (address) => numberAt(address, state, trace);
  const before = { ...state, values: first.values };
  for (const { element, form, name, field, text, tells } of places) {
    const address = form ? resolve(form, state) : element.dataset.at;
    if (form && element.dataset.at !== address) element.dataset.at = address;
    if (name) put(name, label(address));
    const shown = show(number(address));
    if (!field) put(text, shown);
    else if (!field.dataset.draft && field.value !== shown) field.value = shown;
    if (tells) remember(element, field ?? element, shown, show(numberAt(address, before, first.trace)));
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

function remember(cell, widget, shown, first) {
  const was = shown === first ? undefined : first;
  if (cell.dataset.was === was) return;
  if (was) cell.dataset.was = was;
  else delete cell.dataset.was;
  widget.ariaDescription = was ? say("was", { was }) : null;
}

function chart(state, number) {
  const x = (t) => 50 + 64 * (t - 1);
  const y = (way, t) => 70 - 56 * number(`${way}.h.${t}.${unitOf(state)}`);
  const steps = state.values.x.map((_, k) => k + 1);
  for (const line of all("[data-way]"))
    line.setAttribute("points", steps.map((t) => `${x(t)},${y(line.dataset.way, t).toFixed(1)}`).join(" "));
  for (const mark of all("[data-mark]")) {
    const [way, t] = mark.dataset.mark.split(".");
    const [edge, up] = way === "carry" ? ["cy", 0] : ["y", 4];
    mark.setAttribute(edge, (y(way, t) - up).toFixed(1));
  }
  for (const now of all("#xp-now-line")) now.setAttribute("d", `M${x(state.t)} 14V126`);
}

function pinned(state) {
  const [symbol, unit] = state.pin.split(".");
  const address = symbol === "none" ? null : `${symbol}.${state.t}.${unit}`;
  for (const line of all("[data-origin]")) line.hidden = line.dataset.origin !== symbol;
  for (const element of all(".xp-cell td, .xp-path td"))
    element.ariaSelected = canonical(element.dataset.at, state) === address;
  for (const element of all("[data-pin]"))
    element.classList.toggle("xp-chosen", element.dataset.pin === symbol);
  for (const row of all(".xp-step [data-sym]"))
    row.classList.toggle("xp-now", row.dataset.sym === symbol);
}

/** Light all that shows the number or symbol under the pointer or the focus. */
export function light(element, state) {
  const number = element.closest("[data-at]");
  const address = number && canonical(number.dataset.at, state);
  const symbol = number ? symbolOf(address) : element.closest("[data-sym]")?.dataset.sym;
  for (const { classList, dataset } of all("[data-at], [data-sym]")) {
    const same = dataset.at && canonical(dataset.at, state) === address;
    classList.toggle("xp-lit", Boolean(same || (symbol && dataset.sym === symbol)));
  }
}

export const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Give the elements of a widget one tab stop, and a way to move the focus by arrows: along
 * a row (a `tr` or a `p`), and from row to row.
 */
export function roving(root, stops) {
  const rows = [...Map.groupBy(stops, (stop) => stop.closest("tr, p")).values()];
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
