// What the pages to read do beyond what they do without a script.
"use strict";

// Filters stand open where there is room; browsers that cannot do that by style alone are told here.
if (!CSS.supports("selector(::details-content)") && window.matchMedia("(min-width: 60rem)").matches) {
  for (const fold of document.querySelectorAll(".filters-fold")) fold.open = true;
}

// A click beside the choice of a moment, or Escape in it, closes it.
document.addEventListener("click", (event) => {
  const open = document.querySelector(".as-of[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = document.querySelector(".as-of[open]");
  if (event.key === "Escape" && open) { open.open = false; open.querySelector("summary").focus(); }
});
