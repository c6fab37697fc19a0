// The calculator's answer: the layers drawn, and the tables.

import * as shapes from "./shapes.js";
import { byId, say } from "./text.js";

/** An element. */
export function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

const tuple = (sizes) => `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
const axesOf = (tensor) => tensor.axes.map((axis) => say(`axis-${axis}`)).join(", ");
const code = (text) => make("code", "", text);

const flow = (name, sizes) =>
  make("span", "xp-flow", code(name), " ", make("span", "xp-shape", tuple(sizes)));

/** The layers, one above the other, with the shape of what flows into and out of each. */
function network(options) {
  const [input, h_0, c_0, output] = shapes.tensors(options).map(({ sizes }) => sizes);
  const D = options.bidirectional ? 2 : 1;
  const rows = [make("p", "", flow("input", input))];
  for (let layer = 0; layer < options.num_layers; layer += 1) {
    const part = (name, [, ...sizes]) =>
      flow(`${name}[${layer * D}:${(layer + 1) * D}]`, [D, ...sizes]);
    const states = (h, c) => make("span", "xp-state", part(h, h_0), part(c, c_0));
    const box = make("span", "xp-layer", `${say("layer")} ${layer} ${D === 2 ? "⇄" : "→"}`);
    const out = layer === options.num_layers - 1 ? "output" : "h";
    rows.unshift(
      make("p", "", flow(out, output)),
      make("p", "", states("h_0", "c_0"), box, states("h_n", "c_n")),
    );
  }
  byId("xp-network").replaceChildren(...rows);
}

/** A table of tensors: name, shape, and what else there is to say of each. */
function table(id, list, more) {
  const rows = list.map((one) => {
    const name = make("th", "", code(one.name));
    name.scope = "row";
    const cells = [code(tuple(one.sizes)), ...more(one)].map((cell) => make("td", "", cell));
    return make("tr", "", name, ...cells);
  });
  byId(id).tBodies[0].replaceChildren(...rows);
}

/** Draw and write what follows from options that work; the answer is the whole count. */
export function answer(options) {
  const weights = shapes.parameters(options);
  const total = shapes.count(weights);
  network(options);
  table("xp-tensors", shapes.tensors(options), (one) => [
    `${axesOf(one)}. ${say(`why-${one.name}`)}`,
  ]);
  table("xp-parameters", weights, (one) => [axesOf(one), shapes.count([one])]);
  byId("xp-formula").textContent = shapes.formula(options);
  byId("xp-total").textContent = total;
  return total;
}
