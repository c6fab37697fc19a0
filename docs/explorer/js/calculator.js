// The calculator: a form to options, options to tables, and errors to options.

import * as address from "./address.js";
import { answer, make } from "./answer.js";
import { find, optionsOf, wording } from "./errors.js";
import * as shapes from "./shapes.js";
import { byId, load, objection, on, say, tell, wake } from "./text.js";

const keep = address.keeper();
const { flag, integer, integers, number, oneOf } = address;
const data = load();
const form = byId("xp-form");
/** From where to where a field is taken; what torch refuses is answered in its words. */
const BOUNDS = {
  input_size: [-9999, 65536],
  hidden_size: [-9999, 65536],
  num_layers: [-99, 32],
  dropout: [-9999, 9999],
  proj_size: [-99, 65536],
  length: [0, 65536],
  batch: [1, 65536],
  lengths: [1, 64],
};
const bounded = (kind, name) => kind(...BOUNDS[name].toReversed());
const flags = ["bias", "batch_first", "bidirectional"].map((name) => [name, flag]);
const numbers = ["input_size", "hidden_size", "dropout"].map((name) => [name, bounded(number, name)]);
const whole = ["num_layers", "proj_size", "length", "batch"];
const KINDS = new Map([
  ...flags,
  ...numbers,
  ...whole.map((name) => [name, integer(...BOUNDS[name])]),
  ["form", oneOf("batched", "unbatched", "packed")],
  ["lengths", integers(1, 65536, 64)],
  ["error", oneOf(...data.messages.map(({ id }) => id))],
]);
let options = shapes.DEFAULTS;

const changed = ([key, value]) => String(value) !== String(shapes.DEFAULTS[key]);
const fragment = () => address.encode(Object.entries(options).filter(changed));

/** Show the options and what follows from them; the one way in. */
function set(next, sentence = null) {
  options = next;
  for (const [key, value] of Object.entries(options)) {
    const field = form.elements.namedItem(key);
    if (field.type === "checkbox") field.checked = value;
    else field.value = Array.isArray(value) ? value.join(", ") : value;
  }
  for (const line of form.querySelectorAll("[data-forms]"))
    line.hidden = !line.dataset.forms.split(" ").includes(options.form);
  const refused = shapes.refusal(options);
  const message = refused && wording(refused, data);
  const warned = refused ? [] : shapes.warnings(options);
  const total = refused ? 0 : answer(options);
  byId("xp-shapes").hidden = refused;
  byId("xp-warnings").hidden = !warned.length;
  byId("xp-warnings").replaceChildren(...warned.map((id) => make("li", "", say(`warn-${id}`))));
  byId("xp-program").textContent = shapes.toPython(options);
  const status = refused ? "refused" : warned.length ? "warns" : "fits";
  tell(sentence || say(`status-${status}`, { message, total }));
}

/** The same, and keep it in the address. */
function act(next) {
  set(next);
  keep(fragment());
}

/** Say below a field why what was typed was refused; nothing, to take that away. */
function object(field, sentence = "") {
  for (const line of form.querySelectorAll(".xp-refused")) line.remove();
  for (const other of form.querySelectorAll("[aria-invalid=true]")) other.ariaInvalid = "false";
  if (!sentence) return;
  field.ariaInvalid = "true";
  field.closest("p").after(make("p", "xp-refused", sentence));
}

form.addEventListener("change", ({ target }) => {
  const { name, type } = target;
  const value = type === "checkbox" ? target.checked : KINDS.get(name)(target.value.trim());
  object(target);
  if (value !== undefined) return act({ ...options, [name]: value });
  const [least, most] = BOUNDS[name];
  const words = { field: target.labels[0].textContent, typed: target.value.slice(0, 40), least, most };
  const sentence = say(name === "lengths" ? "refused-lengths" : "refused-number", words);
  set(options, sentence);
  return object(target, sentence);
});
form.addEventListener("submit", (event) => event.preventDefault());
on("xp-restore", "click", () => act(shapes.DEFAULTS));

/** A message that was found, and what the page has to say of it. */
function explain(hit) {
  const quoted = make("mark", "", make("code", "", hit.text));
  const entry = document.querySelector(`#error-${hit.id} dd`).cloneNode(true);
  for (const hole of entry.querySelectorAll("[data-hole]"))
    hole.textContent = hit.numbers[hole.dataset.hole] ?? hole.textContent;
  const first = [say("known"), quoted].map((part) => make("p", "", part));
  const found = make("div", "xp-found", ...first, ...entry.children);
  const taken = ([name, value]) => KINDS.get(name)(String(value)) !== undefined;
  const change = Object.fromEntries(Object.entries(optionsOf(hit, options)).filter(taken));
  if (Object.keys(change).length) {
    const button = make("button", "", say("use"));
    button.type = "button";
    button.addEventListener("click", () => {
      act({ ...options, ...change });
      form.scrollIntoView();
    });
    found.append(button);
  }
  return found;
}

const look = address.later((text) => {
  const hits = find(text, data);
  const found = hits.map(explain);
  if (!hits.length && text.trim()) found.push(make("p", "", say("known-nothing")));
  byId("xp-found").replaceChildren(...found);
  tell(say("status-found", { n: hits.length }));
});
on("xp-error", "input", ({ target }) => look(target.value));

/** Take the options of the address, if the fragment is one. */
function arrive() {
  const read = address.decode(location.hash, (key) => KINDS.get(key));
  if (read === null) return;
  const { error, ...rest } = Object.fromEntries(read.entries);
  set({ ...shapes.DEFAULTS, ...rest }, objection(read));
  for (const entry of document.querySelectorAll("[data-error]"))
    entry.classList.toggle("xp-lit", entry.dataset.error === error);
  if (!error) return;
  const entry = byId(`error-${error}`);
  entry.closest("details").open = true;
  entry.scrollIntoView();
}

wake(fragment, arrive);
