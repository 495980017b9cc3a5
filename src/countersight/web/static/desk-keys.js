// Single keys of the desk: a person's own, none while they type or hold another key, none at all where they are switched off.
"use strict";
(() => {
  const WRITES = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
  let keys = {};
  let act = () => false;

  // Auto-repeat decides nothing: a key that is held down is one decision.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest(WRITES) || document.querySelector("dialog[open]")) return;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = Object.keys(keys).find((name) => keys[name] && keys[name] === pressed);
    const number = Object.values(keys).some(Boolean) && /^[1-9]$/.test(pressed) ? Number(pressed) : 0;
    if ((action && act(action)) || (number && act("number", number))) event.preventDefault();
  });

  window.DeskKeys = {
    set(mine, listener) { keys = mine; act = listener; },
  };
})();
