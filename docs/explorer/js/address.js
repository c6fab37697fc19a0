// A state as the fragment of an address, and back: what is let in is decided here.

const VERSION = "1";
const LONGEST = 4096;
const NUMBER = /^[-+\u2212]?(\d{1,5}([.,]\d{0,6})?|[.,]\d{1,6})$/;

/** Kinds of values: each turns a string, typed or of an address, into a value or undefined. */
export const number = (most, least = -most) => (text) => {
  const value = Number(text.replace("\u2212", "-").replace(",", ".")) + 0;
  return NUMBER.test(text) && value >= least && value <= most ? value : undefined;
};

export const integer = (least, most) => (text) =>
  /[.,]/.test(text) ? undefined : number(most, least)(text);

export const oneOf = (...choices) => (text) => (choices.includes(text) ? text : undefined);

export const flag = (text) => ({ 1: true, 0: false })[text];

/** A list: `5, 3`, `5 3`, `[5, 3]` and `5,3,` are the same. */
export const integers = (least, most, longest) => (text) => {
  const inside = text.trim().replace(/^([[(])(.*)[\])]$/, "$2").replace(/,\s*$/, "");
  const list = inside.trim().split(/\s*,\s*|\s+/).map(integer(least, most));
  return list.length <= longest && !list.includes(undefined) ? list : undefined;
};

/**
 * The entries of a fragment that are let in, the keys ignored, and why all were refused.
 * It is null where the fragment belongs to the page (no `v=`).
 */
export function decode(fragment, kindOf) {
  const text = fragment.replace(/^#/, "");
  if (!/(^|&)v=/.test(text.slice(0, LONGEST))) return null;
  const entries = new Map();
  if (text.length > LONGEST) return { entries, ignored: [], refused: "length" };
  const pairs = new URLSearchParams(text);
  if (pairs.getAll("v").at(-1) !== VERSION) return { entries, ignored: [], refused: "version" };
  pairs.delete("v");
  const ignored = new Set();
  for (const [key, value] of pairs) {
    const read = kindOf(key)?.(value);
    if (read === undefined) ignored.add(key);
    else entries.set(key, read);
  }
  return { entries, ignored: [...ignored], refused: null };
}

const write = (value) => (isNaN(value) ? value : Number(Number(value).toFixed(6)));

/** The fragment, with its `#`, of an iterable of [key, value]. */
export function encode(entries) {
  const query = new URLSearchParams([["v", VERSION]]);
  for (const [key, value] of entries) query.append(key, write(value));
  return `#${query.toString().replaceAll("%2C", ",")}`;
}

/** Call `write` with the latest value, once things are quiet. */
export function later(write) {
  let timer = 0;
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(write, 250, value);
  };
}

/**
 * Keep fragments in the address of the page, so that the browser's Back undoes a change:
 * `keep(fragment)` makes an entry in the history, `keep(fragment, true)` replaces the last,
 * once things are quiet, since browsers allow few such calls a second.
 */
export function keeper() {
  let waiting = null;
  const replace = () => {
    if (waiting !== null) history.replaceState(null, "", waiting);
    waiting = null;
  };
  const soon = later(replace);
  return (fragment, merged = false) => {
    if (!merged) {
      replace();
      if (fragment !== location.hash) history.pushState(null, "", fragment);
    } else {
      waiting = fragment;
      soon();
    }
  };
}
