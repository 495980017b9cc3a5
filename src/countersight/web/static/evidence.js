// Reading evidence by keyboard, and finding words in the text at once. The pages are complete without it.
"use strict";

(() => {
  const text = document.getElementById("text");
  const flags = [...document.querySelectorAll("a.flag[data-claim]")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  function mark(claim) {
    for (const one of document.querySelectorAll(".current[data-claim], mark.quote.current")) one.classList.remove("current");
    for (const one of document.querySelectorAll(`[data-claim="${claim}"], mark[data-claims~="${claim}"]`)) one.classList.add("current");
  }

  function lead(target, claim) {
    if (!target) return;
    mark(claim);
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  const card = (claim) => document.getElementById(`card-${claim}`);
  const words = (claim) => document.getElementById(`words-${claim}`);

  // The card column scrolls by itself on wide screens: show the card that belongs to the words that have the focus.
  function follow(claim) {
    const found = card(claim);
    if (found && matchMedia("(min-width: 64rem)").matches) found.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  document.addEventListener("focusin", (event) => {
    const claim = event.target.closest("[data-claim]")?.dataset.claim;
    if (!claim) return;
    mark(claim);
    if (event.target.matches(".flag")) follow(claim);
  });

  document.addEventListener("click", (event) => {
    const quote = event.target.closest("mark.quote");
    if (quote && getSelection().isCollapsed && !event.target.closest("a")) {
      const claims = quote.dataset.claims.split(" ");
      const at = claims.findIndex((claim) => words(claim)?.classList.contains("current"));
      const claim = claims[(at + 1) % claims.length];
      mark(claim); follow(claim);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || event.defaultPrevented) return;
    const here = event.target.closest("[data-claim]")?.dataset.claim;
    if (event.key === "Escape" && here && event.target.closest(".claim-card")) { lead(words(here), here); return; }
    if (!["n", "p"].includes(event.key) || !flags.length) return;
    event.preventDefault();
    const current = here ?? document.querySelector(".flag.current")?.dataset.claim;
    const at = flags.findIndex((flag) => flag.dataset.claim === current);
    const next = at < 0 ? (event.key === "n" ? 0 : flags.length - 1) : (at + (event.key === "n" ? 1 : -1) + flags.length) % flags.length;
    const flag = flags[next];
    mark(flag.dataset.claim);
    flag.focus({ preventScroll: true });
    flag.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  });

  // Find while typing, in the part that is shown; Enter asks the server, which looks through the whole document.
  const field = document.getElementById("find");
  if (text && field && window.Highlight && CSS.highlights) {
    const told = document.querySelector(".found-count");
    let timer;
    const look = () => {
      CSS.highlights.delete("found");
      const wanted = field.value.trim().toLocaleLowerCase();
      if (wanted.length < 2) { told.textContent = ""; return; }
      const ranges = [];
      for (const block of text.querySelectorAll(".block")) ranges.push(...find(block, wanted));
      CSS.highlights.set("found", new Highlight(...ranges));
      told.textContent = String(ranges.length);
      const first = ranges[0]?.startContainer.parentElement;
      if (first) first.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 200); });
  }

  // Words may run over marks: look in the joined text of a block, and lead back to its nodes.
  function find(block, wanted) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = []; let joined = "";
    while (walker.nextNode()) { nodes.push([joined.length, walker.currentNode]); joined += walker.currentNode.data; }
    const lower = joined.toLocaleLowerCase();
    if (lower.length !== joined.length) return [];
    const place = (offset, isEnd) => {
      const [start, node] = nodes.findLast(([begin]) => (isEnd ? begin < offset : begin <= offset));
      return [node, offset - start];
    };
    const ranges = [];
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(...place(at, false)); range.setEnd(...place(at + wanted.length, true));
      ranges.push(range);
    }
    return ranges;
  }
})();
