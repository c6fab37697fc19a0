// What a lesson does besides standing there: it covers answers until one has answered, and
// opens what is folded where all is to be seen.
addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const folds = () => document.querySelectorAll("details[class*='lesson-']");

  const remember = (on) => {
    try {
      localStorage.setItem("predict-first", on ? "on" : "off");
    } catch {} // storage may be refused; then it holds for this page
  };
  const cover = (on) => root.toggleAttribute("data-predict", on);
  const openAll = () => {
    for (const fold of folds()) fold.open = true;
  };
  // Whatever an address points at is seen, with all that is around it.
  const showTarget = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {} // not an address of ours, such as #%
    for (let at = target; at; at = at.parentElement) {
      if (at.matches("details")) at.open = true;
      if (at.matches(".lesson-answer")) at.classList.add("lesson-answered");
    }
    if (target?.closest("details, .lesson-answer")) target.scrollIntoView();
  };

  const box = document.querySelector(".lesson-predict");
  if (box) {
    const input = box.querySelector("input");
    box.hidden = false;
    input.checked = root.hasAttribute("data-predict");
    input.addEventListener("change", () => {
      remember(input.checked);
      cover(input.checked);
    });
  }
  for (const question of document.querySelectorAll(".lesson-question")) {
    const answer = question.nextElementSibling;
    for (const choice of question.querySelectorAll("summary")) {
      choice.addEventListener("click", () => answer?.classList.add("lesson-answered"));
    }
  }
  if (new URLSearchParams(location.search).get("answers") === "show") {
    cover(false);
    openAll();
  }
  showTarget();
  addEventListener("hashchange", showTarget);

  // A picture that scrolls can be scrolled with keys, as the theme sees to it for code.
  const reach = () => {
    for (const box of document.querySelectorAll(".lesson-picture")) {
      box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
    }
  };
  reach();
  addEventListener("resize", reach);

  // On paper all is open; afterwards it is as it was.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...folds()].filter((fold) => !fold.open);
    openAll();
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });
});
