// Number fields: keys − and +, arrow keys, select on focus, and the mark "changed by me".
// Without this script the fields are plain number fields and the keys are not shown.

/** Read a whole number of a field; null while it is empty or is not one. */
export function count(input) {
  const typed = input.value.trim();
  return /^\d{1,6}$/.test(typed) ? Number(typed) : null;
}

/** Put a number into a field as if it was typed, so that all who listen hear of it. */
export function put(input, number) {
  input.value = String(number);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function step(row, input, by) {
  const most = row.dataset.most === undefined ? 999999 : Number(row.dataset.most);
  const now = count(input);
  if (now === null && input.value.trim() !== "") return; // not a number: the person mends it
  put(input, now === null ? Math.max(0, by) : Math.max(0, Math.min(most, now + by)));
}

function markChanged(row, input) {
  const was = row.dataset.was;
  const typed = input.value.trim();
  row.classList.toggle("n-step-mod", was !== undefined && typed !== "" && typed !== was);
}

function wire(row) {
  const input = row.querySelector("input");
  for (const key of row.querySelectorAll("[data-step]")) {
    key.removeAttribute("data-waits");
    key.addEventListener("click", () => step(row, input, Number(key.dataset.step)));
  }
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => markChanged(row, input));
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    step(row, input, by);
  });
}

document.querySelectorAll("[data-stepper]").forEach(wire);
