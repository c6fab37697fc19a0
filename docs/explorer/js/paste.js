// A message that was pasted, into a box or into the search, leads to its entry.

import { find } from "./errors.js";

const known = JSON.parse(document.getElementById("xp-known").textContent);

/** A line for each message that a text holds; none where it holds none. */
function lines(text) {
  return find(text, known).map((hit) => {
    const line = document.createElement("p");
    const link = document.createElement("a");
    const message = document.createElement("code");
    message.textContent = hit.text;
    link.href = `${known.pages[hit.page]}#${hit.id}`;
    link.textContent = known.words.answer;
    line.append(known.words.found, " ", message, " ", link);
    return line;
  });
}

const box = document.getElementById("xp-pasted-error");
const found = document.getElementById("xp-leads");
box?.addEventListener("input", () => {
  const told = lines(box.value);
  found.replaceChildren(...told);
  document.getElementById("xp-leads-not").hidden = told.length > 0 || !box.value.trim();
});

const results = document.getElementById("search-results");
if (results) {
  const said = document.createElement("div");
  said.className = "xp xp-leads";
  said.append(...lines(new URLSearchParams(location.search).get("q") ?? ""));
  if (said.childElementCount) results.before(said);
}
document.documentElement.classList.add("xp-on");
