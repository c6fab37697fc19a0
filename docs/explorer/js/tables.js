// Tables of numbers that can be changed: typed, by keys, or dragged.

import { number } from "./address.js";
import { MOVES, results, roving } from "./cell.js";
import { exact, label, show } from "./lstm.js";
import { say } from "./text.js";

const FINE = 0.01;
const STEPS = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };
const read = (input) => number(100)(input.value.trim());

/** The name of a number as it is read out: without brackets, its indices in words. */
function spoken(address) {
  const [name, first, k] = address.split(".");
  if (name === "x") return say("name-x", { t: first, k });
  return say(k ? "name-weight" : "name-unit", { name: name.replace("_", " "), unit: first, k });
}

const field = (cell, name) => {
  const input = document.createElement("input");
  input.value = cell.textContent;
  for (const [key, value] of Object.entries({
    type: "text",
    inputmode: "decimal",
    role: "spinbutton",
    autocomplete: "off",
    spellcheck: "false",
    "aria-valuemin": -100,
    "aria-valuemax": 100,
    "aria-valuenow": input.value,
    "aria-label": name,
  }))
    input.setAttribute(key, value);
  cell.replaceChildren(input);
  return input;
};

/**
 * A table of numbers to change.
 *
 * `page` has `value(address)`, `preset(address)`,
 * `change(address, value, done)` (done is false while a drag goes on), `cancel()` of such a
 * drag, and `refuse(address, typed)`, which gives the sentence to write below the number.
 */
function editable(table, page) {
  const cells = [...table.querySelectorAll("td[data-at]")];
  const fields = new Map(cells.map((cell) => [field(cell, spoken(cell.dataset.at)), cell]));
  const addressOf = (input) => fields.get(input).dataset.at;
  table.setAttribute("role", "grid");
  const move = roving(table, [...fields.keys()]);

  const draft = (input, text) => {
    input.dataset.draft = "yes";
    input.value = text;
  };
  const settle = (input) => {
    delete input.dataset.draft;
    input.value = show(page.value(addressOf(input)));
    input.setAttribute("aria-valuenow", input.value);
  };
  const commit = (input) => {
    if (!input.dataset.draft) return;
    const typed = input.value;
    const value = read(input);
    const address = addressOf(input);
    const untouched = typed === show(page.value(address));
    settle(input);
    input.setAttribute("aria-invalid", value === undefined);
    if (value === undefined) object(fields.get(input), input, page.refuse(address, typed));
    else accept();
    if (value !== undefined && !untouched) page.change(address, value, true);
    settle(input);
  };
  const nudge = (input, by) => {
    const value = (read(input) ?? page.value(addressOf(input))) + by;
    draft(input, exact(Math.max(-100, Math.min(100, value))));
  };

  const whileDrafting = ({ key, altKey }, input) => {
    if (key in STEPS) nudge(input, altKey ? FINE * Math.sign(STEPS[key]) : STEPS[key]);
    else if (key === "Home") draft(input, exact(page.preset(addressOf(input))));
    else if (key === "Enter") commit(input);
    else if (key === "Escape") settle(input);
    else return false;
    input.select();
    return true;
  };
  const whileReading = ({ key }, input) => {
    if (key in MOVES) move(input, key);
    else if (key === "Enter" || key === "F2") draft(input, input.value);
    else return false;
    return true;
  };
  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!fields.has(input)) return;
    const handle = input.dataset.draft ? whileDrafting : whileReading;
    if (handle(event, input)) event.preventDefault();
  });
  table.addEventListener("input", ({ target }) => draft(target, target.value));
  table.addEventListener("focusin", ({ target }) => fields.has(target) && target.select());
  table.addEventListener("focusout", ({ target }) => fields.has(target) && commit(target));
  table.addEventListener("click", ({ target }) => {
    if (fields.has(target)) draft(target, target.value);
  });
  scrub(table, fields, page, { addressOf, settle });
}

/** Take away what was said of a number that was refused. */
function accept() {
  for (const line of document.querySelectorAll(".xp-refused")) line.remove();
  for (const input of document.querySelectorAll(".xp-tensor [aria-invalid=true]"))
    input.setAttribute("aria-invalid", false);
}

/** Say below the row of a number why what was typed was refused. */
function object(cell, input, sentence) {
  accept();
  input.setAttribute("aria-invalid", true);
  const line = cell.closest("tbody").insertRow(cell.parentElement.sectionRowIndex + 1);
  line.className = "xp-refused";
  const told = line.insertCell();
  told.colSpan = 5;
  told.textContent = sentence;
}

/**
 * Dragging a number sideways changes it by a hundredth a pixel: with a mouse or a pen, since
 * a finger that moves is scrolling.
 */
function scrub(table, fields, page, { addressOf, settle }) {
  let drag = null;
  table.addEventListener("pointerdown", ({ target, clientX, button, pointerType }) => {
    if (fields.has(target) && button === 0 && pointerType !== "touch")
      drag = { input: target, from: clientX, value: page.value(addressOf(target)), moved: false };
  });
  const moved = (event, done) => {
    const { input, from, value } = drag;
    const to = Math.max(-100, Math.min(100, value + (event.clientX - from) * FINE));
    page.change(addressOf(input), Number(to.toFixed(2)), done);
    settle(input);
  };
  table.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.from) < 4)) return;
    if (!drag.moved) drag.input.setPointerCapture(event.pointerId);
    drag.moved = true;
    event.preventDefault();
    moved(event, false);
  });
  table.addEventListener("pointerup", (event) => {
    if (drag?.moved) moved(event, true);
    drag = null;
  });
  table.addEventListener("pointercancel", () => {
    if (drag?.moved) page.cancel();
    if (drag) settle(drag.input);
    drag = null;
  });
}

/** Make widgets of all tables of the page, and of the formula. */
export function wire(page) {
  for (const table of document.querySelectorAll(".xp-step, .xp-path")) {
    table.setAttribute("role", "grid");
    results(table, "td[data-at]", page.choose);
  }
  for (const line of document.querySelectorAll("[data-origin]:not([data-origin=none])"))
    results(line, ".xp-ref", page.follow);
  for (const ref of document.querySelectorAll(".xp-ref")) ref.setAttribute("role", "button");
  for (const table of document.querySelectorAll(".xp-tensor")) editable(table, page);
}
