// The words of the page, and what it says.

let words = {};

/** Take the page's words and numbers (float32) from its data block. */
export function load() {
  const block = document.getElementById("xp-data").textContent;
  const data = JSON.parse(block, (_, value) =>
    typeof value === "number" ? Math.fround(value) : value,
  );
  words = data.words;
  return data;
}

/** One of the page's sentences, its {placeholders} filled; nothing if there is none. */
export const say = (key, values = {}) =>
  words[key]?.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const byId = (id) => document.getElementById(id);

export const on = (id, event, listener) => byId(id).addEventListener(event, listener);

/** Say a sentence where it is read out. */
export const tell = (sentence) => {
  byId("xp-status").textContent = sentence;
};

/** What to say of an address that was not taken as it stands. */
export function objection({ refused, ignored }) {
  if (refused) return say(`refused-${refused}`);
  const keys = ignored.slice(0, 5).map((key) => key.slice(0, 40)).join(", ");
  return keys && say("ignored", { keys });
}

/** Copy a text, and tell whether the browser has let us. */
export const copy = (text, key) =>
  navigator.clipboard.writeText(text).then(
    () => tell(say(key)),
    () => tell(say("copy-refused")),
  );

/** Bring the page to life: its address is copied, kept in other languages, and followed. */
export function wake(fragment, arrive) {
  on("xp-link", "click", () => copy(new URL(fragment(), location.href).href, "copied-link"));
  for (const link of document.querySelectorAll("a[hreflang]"))
    link.addEventListener("click", () => {
      link.hash = fragment();
    });
  addEventListener("popstate", arrive);
  document.documentElement.classList.add("xp-on");
  arrive();
}
