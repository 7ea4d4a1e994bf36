// A form that is on its way says so on its button and is sent once.

function begin(form, button) {
  form.dataset.sent = "";
  if (!button || !button.dataset.busy) return;
  const label = button.querySelector("[data-label]") ?? button;
  button.dataset.words = label.textContent;
  label.textContent = button.dataset.busy;
  button.setAttribute("aria-busy", "true");
}

function reset(form) {
  delete form.dataset.sent;
  for (const button of form.ownerDocument.querySelectorAll("button[aria-busy]")) {
    const label = button.querySelector("[data-label]") ?? button;
    label.textContent = button.dataset.words;
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) event.preventDefault();
  else begin(form, event.submitter ?? form.querySelector("button[data-busy]"));
});

// Back from the browser's own memory: the page must not stay "sending".
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach(reset);
});
