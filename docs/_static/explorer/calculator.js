// The calculator: a form to options, options to tables, and errors to options.

import { decode, encode, flag, integer, integers, later, oneOf, share } from "./address.js";
import { make, network, tables } from "./answer.js";
import { find, optionsOf } from "./errors.js";
import * as shapes from "./shapes.js";
import { byId, copy, keepInTwins, load, on, say, tell } from "./text.js";

const data = load();
const form = byId("xp-form");
const most = (name) => ({ num_layers: 8, dropout: 9999, lengths: 64 })[name] ?? 4096;
const KINDS = new Map([
  ["num_layers", integer(1, 8)],
  ["proj_size", integer(0, 4096)],
  ["dropout", share],
  ["form", oneOf("batched", "unbatched", "packed")],
  ["lengths", integers(1, 4096, 64)],
  ["error", oneOf(...data.messages.map(({ id }) => id))],
  ...["input_size", "hidden_size", "length", "batch"].map((key) => [key, integer(1, 4096)]),
  ...["bias", "batch_first", "bidirectional"].map((key) => [key, flag]),
]);
let options = shapes.DEFAULTS;

const write = later((address) => history.replaceState(null, "", address));
const kept = ([key, value]) =>
  String(value) !== String(shapes.DEFAULTS[key]) &&
  KINDS.get(key)(String(typeof value === "boolean" ? Number(value) : value)) !== undefined;
const address = () => encode(Object.entries(options).filter(kept));

/** Show the options and what follows from them; the one way in. */
function set(next, sentence = null) {
  options = Object.freeze(next);
  for (const [key, value] of Object.entries(options)) {
    const field = form.elements.namedItem(key);
    if (field.type === "checkbox") field.checked = value;
    else field.value = Array.isArray(value) ? value.join(", ") : value;
  }
  for (const line of form.querySelectorAll("[data-field]")) {
    const packed = options.form === "packed";
    const { field } = line.dataset;
    line.hidden = field === "lengths" ? !packed : packed || (field === "batch" && options.form === "unbatched");
  }
  const message = shapes.refusal(options);
  const warned = message ? [] : shapes.warnings(options);
  const weights = message ? [] : shapes.parameters(options);
  byId("xp-shapes").hidden = message !== null;
  byId("xp-warnings").hidden = warned.length === 0;
  byId("xp-warnings").replaceChildren(...warned.map((id) => make("li", "", say(`warn-${id}`))));
  byId("xp-program").textContent = shapes.toPython(options);
  if (!message) {
    network(options);
    tables(options, weights);
  }
  const status = message ? "refused" : warned.length ? "warns" : "fits";
  tell(sentence ?? say(`status-${status}`, { message, total: shapes.count(weights) }));
}

const NUMBER = /^-?\d{1,4}([.,]\d{1,6})?$/;

/** What was typed, as a value; undefined if it is none. */
function typed(field) {
  const text = field.value.trim();
  if (field.type === "checkbox") return field.checked;
  if (field.type === "radio") return text;
  if (field.name === "lengths") return KINDS.get("lengths")(text.replace(/\s/g, ""));
  const value = NUMBER.test(text) ? Number(text.replace(",", ".")) : Infinity;
  return value <= most(field.name) ? value : undefined;
}

form.addEventListener("change", ({ target }) => {
  const value = typed(target);
  if (target.type === "text") target.setAttribute("aria-invalid", value === undefined);
  if (value !== undefined) {
    set({ ...options, [target.name]: value });
    return write(address());
  }
  const words = {
    field: target.labels[0].textContent,
    typed: target.value.slice(0, 40),
    most: most(target.name),
  };
  return set(options, say(target.name === "lengths" ? "refused-lengths" : "refused-number", words));
});
form.addEventListener("submit", (event) => event.preventDefault());
on("xp-restore", "click", () => {
  set(shapes.DEFAULTS);
  write(address());
});
on("xp-link", "click", () => copy(new URL(address(), location.href).href, "copied-link"));

/** A message that was found: itself, what it means, and the way to the options. */
function answer(hit, text) {
  const entry = byId(`error-${hit.id}`);
  const filled = (kind) => {
    const key = `${kind}-${hit.id}`;
    return key in data.words ? say(key, hit.numbers) : entry.querySelector(`.xp-${kind}`).textContent;
  };
  const found = make(
    "div",
    "xp-found",
    make("p", "", say("known")),
    make("p", "", make("mark", "", make("code", "", text.slice(hit.from, hit.to)))),
    make("p", "xp-cause", filled("cause")),
    make("p", "xp-repair", filled("repair")),
  );
  const change = optionsOf(hit);
  if (Object.keys(change).length) {
    const button = make("button", "", say("use"));
    button.type = "button";
    button.addEventListener("click", () => {
      set({ ...options, ...change });
      write(address());
    });
    found.append(button);
  }
  return found;
}

const look = later((text) => {
  const hits = find(text, data.messages);
  const nothing = text.trim() ? [make("p", "", say("known-nothing"))] : [];
  byId("xp-found").replaceChildren(...(hits.length ? hits.map((hit) => answer(hit, text)) : nothing));
  tell(say("status-found", { n: hits.length }));
});
on("xp-error", "input", ({ target }) => look(target.value));

/** Take the options of the address, if the fragment is one. */
function arrive() {
  const found = decode(location.hash, (key) => KINDS.get(key));
  if (found === null) return;
  const { error, ...rest } = Object.fromEntries(found.entries);
  const keys = found.ignored.slice(0, 5).map((key) => key.slice(0, 40)).join(", ");
  if (found.refused) set(shapes.DEFAULTS, say(`refused-${found.refused}`));
  else set({ ...shapes.DEFAULTS, ...rest }, keys ? say("ignored", { keys }) : null);
  for (const entry of document.querySelectorAll("[data-error]"))
    entry.classList.toggle("xp-lit", entry.dataset.error === error);
  if (error) byId(`error-${error}`).scrollIntoView();
}

keepInTwins(address);
addEventListener("hashchange", arrive);
document.documentElement.classList.add("xp-on");
arrive();
