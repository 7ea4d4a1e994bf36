// «Як учора» and «Порожньо»: fill the form on the spot and show which one fits what stands there.
// Without this script the same buttons ask the server for the page filled in.
import { put } from "./stepper.js";

function fields(button) {
  const form = button.form;
  return Object.entries(JSON.parse(button.dataset.fill))
    .map(([name, number]) => [form.elements.namedItem(name), number])
    .filter(([input]) => input !== null);
}

function fits(button) {
  return fields(button).every(([input, number]) => input.value.trim() === String(number));
}

const buttons = [...document.querySelectorAll("button[data-fill]")];

function showPressed() {
  for (const button of buttons) button.setAttribute("aria-pressed", String(fits(button)));
}

for (const button of buttons) {
  button.type = "button";
  button.addEventListener("click", () => {
    for (const [input, number] of fields(button)) put(input, number);
  });
}

for (const form of new Set(buttons.map((button) => button.form))) {
  form.addEventListener("input", showPressed);
}
