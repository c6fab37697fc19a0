// The page of errors: a pasted message or a few words leave the entries that fit.

import { find, plain } from "./errors.js";

const known = JSON.parse(document.getElementById("xp-known").textContent);
const box = document.getElementById("xp-filter");
const groups = [...document.querySelectorAll("section > section")].filter((part) =>
  part.querySelector("section"),
);
const entries = groups.flatMap((group) => [...group.querySelectorAll("section")]);
/** Letters without accents, as people type them in a search. */
const bare = (text) => plain(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const texts = new Map(entries.map((entry) => [entry, bare(entry.textContent)]));

/** The entries that fit: those of the messages in a text, or else those with all its words. */
function fitting(text) {
  const ids = new Set(find(text, known).map(({ id }) => id));
  if (ids.size) return entries.filter(({ id }) => ids.has(id));
  const words = bare(text).trim().split(" ");
  return entries.filter((entry) => words.every((word) => texts.get(entry).includes(word)));
}

/** What stands between the box and the entries: out of the way while one looks for some. */
const between = [...document.querySelectorAll(".xp-filter ~ :not(section)")];

box.addEventListener("input", () => {
  for (const part of between) part.hidden = box.value.trim() !== "";
  const shown = new Set(fitting(box.value));
  for (const entry of entries) entry.hidden = !shown.has(entry);
  for (const group of groups)
    group.hidden = ![...group.querySelectorAll("section")].some((entry) => !entry.hidden);
  document.getElementById("xp-filter-none").hidden = shown.size > 0;
});
document.documentElement.classList.add("xp-on");
