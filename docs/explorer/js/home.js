// The small explorer of the lesson "Carry the state": two sliders, and what follows from them.

import { encode } from "./address.js";
import { paint } from "./cell.js";
import { numberAt, run, show } from "./lstm.js";
import * as states from "./state.js";
import { byId, load, on, say, tell } from "./text.js";

const data = load();
const start = states.move(states.start(data), { t: Number(byId("xp-t").value) });
const first = { values: start.values, trace: run(start.values) };
let state = start;

/** Show a state; the answer is the sentence that tells of it. */
function set(next) {
  state = next;
  const trace = run(state.values);
  const number = (address) => show(numberAt(address, state, trace));
  const { t } = state;
  const n = state.values.x.length;
  paint(state, trace, first);
  byId("xp-t").ariaValueText = say("step-of", { t, n });
  byId("xp-gate").ariaValueText = number(`f.${t}.0`);
  byId("xp-whole").hash = encode(states.entries(state, data));
  return say("status", { t, n, f: number(`f.${t}.0`), apart: number(`delta.h.${t}.0`).replace("-", "") });
}

/** The forget gate pushed open or shut: the same number is added to its bias in all units. */
const push = (by) =>
  first.values.b_if.reduce(
    (next, bias, k) =>
      by ? states.edit(next, `b_if.${k}`, bias + by) : states.restore(next, `b_if.${k}`, bias),
    state,
  );

const moved = {
  "xp-t": (value) => states.move(state, { t: value }),
  "xp-gate": push,
};
for (const [id, next] of Object.entries(moved)) {
  on(id, "input", ({ target }) => set(next(Number(target.value))));
  on(id, "change", ({ target }) => tell(set(next(Number(target.value)))));
}
document.documentElement.classList.add("xp-on");
