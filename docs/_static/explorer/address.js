// A state as the fragment of an address, and back: what is let in is decided here.

const VERSION = "1";
const LONGEST = 4096;
const NUMBER = /^-?\d{1,3}(\.\d{1,6})?$/;
const INTEGER = /^\d{1,4}$/;

/** Kinds of values: each turns a string into a value, or undefined if it is refused. */
export const number = (text) =>
  NUMBER.test(text) && Math.abs(Number(text)) <= 100 ? Number(text) + 0 : undefined;

export const integer = (least, most) => (text) =>
  INTEGER.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;

export const oneOf = (...choices) => (text) => (choices.includes(text) ? text : undefined);

export const flag = (text) => ({ 1: true, 0: false })[text];

/** A part of a whole: 0 to 1. */
export const share = (text) => {
  const value = number(text);
  return value >= 0 && value <= 1 ? value : undefined;
};

export const integers = (least, most, longest) => (text) => {
  const list = text.split(",").map(integer(least, most));
  return list.length <= longest && !list.includes(undefined) ? list : undefined;
};

/**
 * Read a fragment: `kindOf(key)` names the kind of a key, or nothing for an unknown one.
 *
 * The answer is null if the fragment belongs to the page (no `v=`), else an object of
 * the entries let in, the keys ignored, and whether the whole was refused.
 */
export function decode(fragment, kindOf) {
  const text = fragment.replace(/^#/, "");
  if (!/(^|&)v=/.test(text.slice(0, LONGEST))) return null;
  if (text.length > LONGEST) return { entries: new Map(), ignored: [], refused: "length" };
  const pairs = [...new URLSearchParams(text)];
  const entries = new Map();
  const ignored = new Set();
  let version = null;
  for (const [key, value] of pairs) {
    if (key === "v") {
      version = value;
      continue;
    }
    const read = kindOf(key)?.(value);
    if (read === undefined) ignored.add(key);
    else entries.set(key, read);
  }
  if (version !== VERSION) return { entries: new Map(), ignored: [], refused: "version" };
  return { entries, ignored: [...ignored], refused: null };
}

const write = (value) => {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return String(Number(value.toFixed(6)));
  return String(value);
};

/** The fragment, with its `#`, of an iterable of [key, value]. */
export function encode(entries) {
  const query = new URLSearchParams([["v", VERSION]]);
  for (const [key, value] of entries) query.append(key, write(value));
  return `#${query.toString().replaceAll("%2C", ",")}`;
}

/** Call `write` with the latest value, once things have been quiet for `wait` ms. */
export function later(write, wait = 250) {
  let timer = 0;
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => write(value), wait);
  };
}
