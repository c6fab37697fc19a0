// The calculator's answer: the layers drawn, and the tables.

import * as shapes from "./shapes.js";
import { byId, say } from "./text.js";

/** An element with a class and children. */
export function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

const tuple = (sizes) => `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
const axes = (tensor) => tensor.axes.map((axis) => say(`axis-${axis}`)).join(", ");

function row(tensor, ...more) {
  const name = make("th", "", make("code", "", tensor.name));
  name.scope = "row";
  return make("tr", "", name, make("td", "", make("code", "", tuple(tensor.sizes))), ...more);
}

const flow = (name, sizes) =>
  make("span", "xp-flow", make("code", "", name), " ", make("span", "xp-shape", tuple(sizes)));

/** The layers, one above the other, with the shape of what flows into and out of each. */
export function network(options) {
  const all = shapes.tensors(options);
  const [input, h_0, c_0, output] = all.map(({ sizes }) => sizes);
  const directions = options.bidirectional ? 2 : 1;
  const rows = [make("p", "", flow("input", input))];
  for (let layer = 0; layer < options.num_layers; layer += 1) {
    const part = (name, sizes) =>
      flow(`${name}[${layer * directions}:${(layer + 1) * directions}]`, [directions, ...sizes.slice(1)]);
    const states = (h, c) => make("span", "xp-state", part(h, h_0), part(c, c_0));
    const box = make("span", "xp-layer", `${say("layer")} ${layer} ${directions === 2 ? "⇄" : "→"}`);
    const out = layer === options.num_layers - 1 ? "output" : `h`;
    rows.unshift(make("p", "", states("h_0", "c_0"), box, states("h_n", "c_n")));
    rows.unshift(make("p", "", flow(out, output)));
  }
  byId("xp-network").replaceChildren(...rows);
}

/** Write the tables of a configuration that works. */
export function tables(options, weights) {
  const cell = (text) => make("td", "", text);
  byId("xp-tensors").tBodies[0].replaceChildren(
    ...shapes
      .tensors(options)
      .map((one) => row(one, cell(`${axes(one)}. ${say(`why-${one.name}`)}`))),
  );
  byId("xp-parameters").tBodies[0].replaceChildren(
    ...weights.map((one) => row(one, cell(axes(one)), cell(shapes.count([one])))),
  );
  byId("xp-formula").textContent = shapes.formula(options);
  byId("xp-total").textContent = shapes.count(weights);
}
