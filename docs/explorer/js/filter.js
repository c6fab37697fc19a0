// The list of errors: a pasted message or a few words leave the ones that fit.

import { find, plain } from "./errors.js";

const known = JSON.parse(document.getElementById("xp-known").textContent);
const box = document.getElementById("xp-filter");
const listed = [...document.querySelectorAll(".xp-list li")];
/** Letters without accents, as people type them in a search. */
const bare = (text) => plain(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let texts;

/** Those in a text, or else those that have all its words, in the cause or the fix as well. */
function fitting(text) {
  const ids = new Set(find(text, known).map(({ id }) => id));
  if (ids.size) return listed.filter(({ id }) => ids.has(id));
  texts ??= new Map(listed.map((it) => [it, bare(`${it.textContent} ${it.dataset.words}`)]));
  const words = bare(text).trim().split(" ");
  return listed.filter((it) => words.every((word) => texts.get(it).includes(word)));
}

box.addEventListener("input", () => {
  const shown = new Set(fitting(box.value));
  for (const it of listed) it.hidden = !shown.has(it);
  document.getElementById("xp-filter-none").hidden = shown.size > 0;
});
document.documentElement.classList.add("xp-on");
