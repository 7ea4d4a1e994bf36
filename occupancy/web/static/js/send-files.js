// Chosen files are sent at once: a form marked data-sends-files needs no second press.
for (const form of document.querySelectorAll("form[data-sends-files]")) {
  const button = form.querySelector("button[type=submit]");
  for (const chooser of form.querySelectorAll("input[type=file]")) {
    chooser.addEventListener("change", () => {
      if (chooser.files.length) form.requestSubmit(button);
    });
  }
}
