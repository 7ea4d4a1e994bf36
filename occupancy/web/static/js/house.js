// The house in the header: as many lit windows as rooms are typed. Each window knows its place in
// the order of lighting (data-rank); the house names the field it follows: data-follows="rooms".
import { count } from "./stepper.js";

for (const house of document.querySelectorAll("svg[data-follows]")) {
  const input = document.getElementById(house.dataset.follows);
  input?.addEventListener("input", () => {
    const lit = count(input) ?? 0;
    for (const window of house.querySelectorAll("[data-rank]")) {
      window.setAttribute("class", Number(window.dataset.rank) < lit ? "c-lit" : "c-off");
    }
  });
}
