// What the pages to read do beyond what they do without a script.
"use strict";

// Filters show their result at once, so that the button to apply them is only for those without a script; and on narrow
// screens they are folded away until they are wanted.
function foldFilters() {
  const fold = document.querySelector(".filters-fold");
  if (fold && window.matchMedia("(max-width: 60rem)").matches && !fold.dataset.touched) fold.open = false;
  if (fold) fold.addEventListener("toggle", () => { fold.dataset.touched = "yes"; });
}
foldFilters();

// A click beside the choice of a moment, or Escape in it, closes it.
document.addEventListener("click", (event) => {
  const open = document.querySelector(".as-of[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = document.querySelector(".as-of[open]");
  if (event.key === "Escape" && open) { open.open = false; open.querySelector("summary").focus(); }
});
