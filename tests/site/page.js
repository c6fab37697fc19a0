// What tests/site/test_pages.py asks a page of itself. A context runs this before each page.

window.shift = 0; // how far the layout has moved
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });

// The sizes of what came over the network for the page, compressed, with headers.
const weigh = () =>
  ["navigation", "resource"]
    .flatMap((kind) => performance.getEntriesByType(kind))
    .map((entry) => entry.transferSize)
    .filter((size) => size > 0);

// Wait for the second frame from now: by then the first has been painted.
const painted = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

// The parts of a page that scroll sideways or are cut off. The article hides from the
// document what is too wide for it, and so it is measured itself.
const overflows = () =>
  ["html", ".bd-content", ".bd-article-container", ".bd-article", ".prev-next-area a"]
    .flatMap((part) => [...document.querySelectorAll(part)]
      .filter((it) => it.scrollWidth > it.clientWidth + 1)
      .map((it) => `${part}: ${it.scrollWidth - it.clientWidth} px`));

const scrollingCode = () =>
  [...document.querySelectorAll(".highlight pre")]
    .filter((it) => it.scrollWidth > it.clientWidth + 1)
    .map((it) => it.textContent.slice(0, 60));

// The images that have lost their shape.
const squeezed = () =>
  [...document.querySelectorAll("article img[height]")]
    .filter((it) => it.clientWidth > 0)
    .filter((it) => Math.abs(it.clientWidth * it.getAttribute("height") /
      it.clientHeight / it.getAttribute("width") - 1) > 0.02)
    .map((it) => it.getAttribute("src"));

// Keep one token of code of each kind: axe would apply its rules to each of thousands.
function unwrapTokens() {
  const seen = new Set();
  for (const it of document.querySelectorAll("article :is(pre, code, .sig) span[class]")) {
    const block = it.closest("[class*=highlight-]")?.className;
    const kind = [it.className, it.parentElement.className, block].join();
    if (it.attributes.length === 1 && seen.has(kind)) it.replaceWith(...it.childNodes);
    seen.add(kind);
  }
}

// Note the first text of each look that is not known yet, and return the new ones as numbers.
// A look is the classes, colours and sizes of all that is around a text.
const kept = new Set();
function findLooks(known) {
  const looks = new Map([[null, 0]]);
  const look = (it) => {
    if (!looks.has(it)) {
      const { color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity } =
        getComputedStyle(it);
      const own = [it.tagName, it.getAttribute("class"), color, backgroundColor,
        backgroundImage, fontSize, fontWeight, opacity].join();
      const add = (hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
      looks.set(it, [...own].reduce(add, look(it.parentElement)));
    }
    return looks.get(it);
  };
  const seen = new Set(known);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    let it = texts.currentNode.parentElement;
    const visible = texts.currentNode.data.trim() && it.checkVisibility();
    if (!visible || seen.has(look(it))) continue;
    seen.add(look(it));
    for (; it; it = it.parentElement) kept.add(it);
  }
  return [...seen].slice(known.length);
}

// Remove all other texts. The theme measures its header some time after a window's resize.
function keepLooks() {
  for (const it of document.body.querySelectorAll("*:not(#pst-header)")) {
    if (it.textContent.trim() && !kept.has(it)) it.remove();
  }
}

async function runAxe(options) {
  const { violations } = await axe.run({ resultTypes: ["violations"], ...options });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html)}`);
}

Object.assign(window, { weigh, painted, overflows, scrollingCode, squeezed });
Object.assign(window, { unwrapTokens, findLooks, keepLooks, runAxe });
