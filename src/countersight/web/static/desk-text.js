// Selecting words in the text of a document: what the browser counts in UTF-16 units becomes places in Unicode code points.
"use strict";
(() => {
  const codePoints = (words) => { let count = 0; for (const _ of words) count += 1; return count; };

  // Every block tells where it begins in the document text and holds that text's letters, none added and none left out.
  function placeOf(node, offset) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const block = element && element.closest("[data-start]");
    if (!block) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    return { block, place: Number(block.dataset.start) + codePoints(before.toString()) };
  }

  function trimmed(range, text) {
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const words = range.toString();
    const from = placeOf(range.startContainer, range.startOffset);
    let to = placeOf(range.endContainer, range.endOffset);
    if (!from || !words.trim()) return null;
    // A triple click ends at the beginning of the next block: the words end with the one before.
    if (to && to.block !== from.block && words.trim() === from.block.textContent.slice(-words.trim().length).trim()) to = null;
    if (to && to.block !== from.block) return { outside: true };
    const lead = codePoints(words) - codePoints(words.trimStart());
    const chosen = words.trim();
    const start = from.place + lead;
    return { start, end: start + codePoints(chosen), words: chosen };
  }

  function selected(text) {
    const selection = getSelection();
    return selection.rangeCount && !selection.isCollapsed ? trimmed(selection.getRangeAt(0), text) : null;
  }

  // The range of the page that shows the words from `start` to `end`, if they are shown.
  function rangeOf(text, start, end) {
    const from = pointAt(text, start), to = pointAt(text, end);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }
  function pointAt(text, place) {
    const block = [...text.querySelectorAll("[data-start]")].filter((one) => Number(one.dataset.start) <= place).pop();
    if (!block) return null;
    let left = place - Number(block.dataset.start);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const length = codePoints(node.data);
      if (left <= length) { let units = 0; for (const letter of node.data) { if (!left) break; units += letter.length; left -= 1; } return [node, units]; }
      left -= length;
    }
    return null;
  }

  // By keyboard: the arrow keys go from word to word, with Shift they take in further ones, Enter takes what is selected.
  function move(event) {
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = { ArrowRight: "word", ArrowLeft: "word", ArrowDown: "line", ArrowUp: "line" }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return false;
    const way = event.key === "ArrowDown" || event.key === forward ? "forward" : "backward";
    const selection = getSelection();
    if (!selection.rangeCount || !event.currentTarget.contains(selection.anchorNode)) settle(event.currentTarget);
    if (event.shiftKey) { selection.modify("extend", way, step); return true; }
    if (way === "forward") selection.collapseToEnd(); else selection.collapseToStart();
    selection.modify("move", way, step);
    if (way === "forward" && step === "word") skipSpace(selection);
    selection.modify("extend", "forward", "word");
    return true;
  }
  function skipSpace(selection) {
    for (let tries = 0; tries < 8; tries += 1) {
      const node = selection.focusNode;
      const next = node.nodeType === Node.TEXT_NODE ? node.data[selection.focusOffset] : undefined;
      if (next === undefined || /\S/.test(next)) return;
      selection.modify("move", "forward", "character");
    }
  }
  // Begin at the words under review.
  function settle(text) {
    const begin = text.querySelector("#words") || text.querySelector("[data-start]");
    const selection = getSelection();
    const walker = document.createTreeWalker(begin, NodeFilter.SHOW_TEXT);
    const first = walker.nextNode();
    if (first) { selection.collapse(first, 0); selection.modify("extend", "forward", "word"); }
  }

  function highlight(name, ranges) {
    if (!window.CSS || !CSS.highlights || !window.Highlight) return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
  }

  window.DeskText = { selected, rangeOf, move, settle, highlight, codePoints };
})();
