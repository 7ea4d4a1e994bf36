// The live sum in the foot bar. The form names where to ask: <form data-url="…">; the answer is
// JSON {slot: text}, each text goes into the element with data-live="slot". While the network is
// away the numbers stay typed, and the element with data-live-away says that the sum will follow.

const PAUSE = 300; // milliseconds without a key before the server is asked

const form = document.querySelector("form[data-url]");
const away = document.querySelector("[data-live-away]");
let timer;
let asked = 0;

function show(texts) {
  for (const slot of document.querySelectorAll("[data-live]")) {
    const text = texts[slot.dataset.live];
    if (text !== undefined && slot.textContent !== text) slot.textContent = text;
  }
}

function sayAway(is) {
  if (away) away.hidden = !is;
}

async function ask() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.url, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (mine !== asked || !answer.ok) return;
    show(await answer.json());
    sayAway(false);
  } catch {
    if (mine === asked) sayAway(true);
  }
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (form) {
  form.addEventListener("input", askSoon);
  window.addEventListener("online", askSoon);
}
