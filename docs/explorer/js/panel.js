// What is loaded only when it is used: the questions of the presets, and playing.

import { byId, say } from "./text.js";

const choices = () => [...document.querySelectorAll("[name=xp-choice]")];

/** Put the question of a preset, with its answers to choose from. */
export function ask(preset) {
  byId("xp-question").querySelector("legend").textContent = say(`ask-${preset}`);
  for (const choice of choices()) {
    const answer = say(`ask-${preset}-${choice.value}`);
    choice.checked = false;
    choice.parentElement.hidden = !answer;
    if (answer) choice.nextElementSibling.textContent = answer;
  }
  byId("xp-answer").textContent = "";
}

/** Give the answer, and say whether it was predicted. */
export function reveal(preset, right) {
  const chosen = choices().find((choice) => choice.checked);
  const answer = say(`answer-${preset}`);
  const key = Number(chosen?.value) === right ? "predicted-right" : "predicted-wrong";
  byId("xp-answer").textContent = chosen ? say(key, { answer }) : answer;
}

let timer = 0;

/** Play, or stop: `forward` is called at once, and again until it says that it is the end. */
export function play(forward) {
  const on = !timer && forward();
  clearInterval(timer);
  timer = on ? setInterval(() => forward() || play(forward), 1200) : 0;
  byId("xp-play").setAttribute("aria-pressed", on);
  byId("xp-play").textContent = say(on ? "pause" : "play");
}
