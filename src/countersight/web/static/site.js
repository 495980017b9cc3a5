// What the pages do beyond what they do without a script. Everything here is a convenience.
"use strict";

// "/" goes to the search field, as on most sites that people read much on; not while they write.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById("quick");
  if (field) { event.preventDefault(); field.focus(); field.select(); }
});

function say(words) {
  const place = document.getElementById("said");
  if (place) { place.textContent = ""; setTimeout(() => { place.textContent = words; }, 50); }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const text = button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom).textContent : button.dataset.copy;
  const whole = text.startsWith("/") && !button.dataset.copyFrom ? new URL(text, location.href).href : text;
  try { await navigator.clipboard.writeText(whole); button.dataset.done = "yes"; say(button.dataset.said || "✓"); }
  catch { window.prompt("", whole); }
  setTimeout(() => { delete button.dataset.done; }, 2000);
});

// The menu of narrow screens is a <details>, which the navigation follows; on wide ones it is always open.
document.documentElement.classList.add("scripted");
