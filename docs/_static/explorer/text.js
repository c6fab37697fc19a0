// Numbers in and out, the words of the page, and what it says.

const TYPED = /^[-+\u2212]?(\d{1,3}([.,]\d{0,6})?|[.,]\d{1,6})$/;

/** The number that a person typed, with a point or a comma; null if it is none. */
export function parse(text) {
  const typed = text.trim();
  if (!TYPED.test(typed)) return null;
  const value = Number(typed.replace("\u2212", "-").replace(",", "."));
  return Math.abs(value) <= 100 ? value + 0 : null;
}

/** Four decimals, rounded as Python's `f"{value:.4f}"` does, and no minus before zero. */
export function show(value) {
  const text = Math.abs((value * 32) % 2) === 1 ? tie(value) : value.toFixed(4);
  return text === "-0.0000" ? "0.0000" : text;
}

// In binary only odd multiples of 1/32 lie halfway between two numbers of four decimals;
// toFixed rounds those away from zero, Python to the even digit.
function tie(value) {
  const below = Math.floor(value * 10000);
  return ((below % 2 === 0 ? below : below + 1) / 10000).toFixed(4);
}

/** As few characters as say exactly what the address of the page would keep. */
export const exact = (value) => String(Number(value.toFixed(6)));

/** An address as it is written beside its number: `W_if[0, 1]`, `h_3[1]`. */
export function label(address) {
  const [name, ...indices] = address.split(".");
  const shown = name.length === 1 ? `${name}_${indices.shift()}` : name;
  return `${shown}[${indices.join(", ")}]`;
}

let words = {};

/** Take the page's words and numbers from its data block. */
export function load() {
  const block = JSON.parse(document.getElementById("xp-data").textContent);
  words = block.words;
  return block;
}

/** One of the page's sentences, its {placeholders} filled. */
export const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

/** Whether the page has such a sentence. */
export const has = (key) => key in words;

/** The element that the page's HTML has under this id. */
export const byId = (id) => document.getElementById(id);

/** Call `listener` on an event of the element with this id. */
export const on = (id, event, listener) => byId(id).addEventListener(event, listener);

/** Say a sentence in the one place that is read out. */
export const tell = (sentence) => {
  byId("xp-status").textContent = sentence;
};

/** Copy a text, and tell that it is done, or that the browser does not let us. */
export const copy = (text, key) =>
  navigator.clipboard.writeText(text).then(
    () => tell(say(key)),
    () => tell(say("copy-refused")),
  );

/** A button that goes out of use hands its focus on, or the keyboard would be lost. */
export function disable(id, off, next) {
  const focused = byId(id) === document.activeElement;
  byId(id).disabled = off;
  if (off && focused) byId(next).focus();
}

/** Give the page's twins in other languages the same fragment when they are followed. */
export function keepInTwins(fragment) {
  for (const link of document.querySelectorAll("a[hreflang]"))
    link.addEventListener("click", () => {
      link.hash = fragment();
    });
}
