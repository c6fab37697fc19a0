// What a page does besides what the theme's script does.

// The switch of language keeps the place on the page and the words of a search.
// It captures, since a page with a state of its own may say better, on the link itself.
for (const event of ["pointerdown", "click", "focusin"]) {
  const keep = ({ target }) => {
    const link = target.closest?.(".language-switcher a");
    if (link) {
      link.hash = location.hash;
      link.search = location.search;
    }
  };
  document.addEventListener(event, keep, { capture: true });
}

// Paper is white: a page that is read in the dark is printed in its light colours.
{
  const root = document.documentElement.dataset;
  const paper = matchMedia("print");
  let onScreen;
  const follow = (printing) => {
    if (printing) onScreen ??= root.theme;
    root.theme = printing ? "light" : (onScreen ?? root.theme);
    if (!printing) onScreen = undefined;
  };
  addEventListener("beforeprint", () => follow(true));
  addEventListener("afterprint", () => follow(false));
  paper.addEventListener("change", () => follow(paper.matches));
  if (paper.matches) follow(true);
}
