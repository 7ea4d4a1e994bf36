// A receipt's proof comes a few seconds after the filing: look for it quietly, and put the finished
// part of the page in place of the waiting one. Without this the page can be loaded again.

const EVERY = 1500; // milliseconds between two looks
const LOOKS = 8;

const waiting = document.querySelector("[data-waits-for-proof]");

async function look(left) {
  if (!left) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById(waiting.id);
    if (found && !found.hasAttribute("data-waits-for-proof")) {
      waiting.replaceWith(found);
      return;
    }
  } catch {
    // away from the network: the next look may find it
  }
  setTimeout(look, EVERY, left - 1);
}

if (waiting) setTimeout(look, EVERY, LOOKS);
