// The outbox: what a reviewer decides is kept in the browser first, then sent, and kept until the server has said that it is stored.
"use strict";
(() => {
  const HEADERS = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  const MOST_WAIT_S = 30;
  const PATIENCE_MS = 60 * 1000; // what is not answered by then is sent again: the server takes each decision once
  let place = null; // how the keys in localStorage begin, one for each person
  let count = 0;
  let sending = false;
  let waiting = 0;
  let timer = null;
  const listeners = [];

  // Each entry has a key of its own: two tabs that wrote one list would take from it what the other had just added.
  const keyOf = (id) => `${place}:${id}`;
  function read(text) { try { return JSON.parse(text); } catch { return null; } }
  function entries() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${place}:`)).sort();
    return keys.map((key) => read(localStorage.getItem(key))).filter(Boolean);
  }
  function put(one) { localStorage.setItem(keyOf(one.id), JSON.stringify(one)); }
  function tell() {
    const list = entries();
    const state = list.some((one) => one.state === "refused") ? "refused"
      : list.some((one) => one.state === "out") ? "out"
      : list.length === 0 ? "saved"
      : sending && navigator.onLine && !list.some((one) => one.tries) ? "saving" : "unsent";
    listeners.forEach((listen) => listen(state, list));
  }
  function change(id, what) {
    const one = read(localStorage.getItem(keyOf(id)));
    if (one) put({ ...one, ...what });
    tell();
  }
  function drop(id) { localStorage.removeItem(keyOf(id)); tell(); }

  // One tab at a time sends, in the order in which things were decided: an undo must not come before what it takes back.
  async function flush() {
    if (sending || !place) return;
    clearTimeout(timer);
    timer = null;
    sending = true;
    tell();
    const work = async () => { for (let one; (one = entries().find((each) => each.state === "waiting" || each.state === "out")); ) if (!(await send(one))) break; };
    try { await (navigator.locks ? navigator.locks.request(place, work) : work()); }
    finally { sending = false; tell(); }
  }

  async function send(one) {
    let response;
    try {
      response = await fetch(one.action, { method: "POST", headers: HEADERS, body: one.body, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch { return later(one); }
    if (response.type === "opaqueredirect" || response.status === 401) { change(one.id, { state: "out", tries: (one.tries || 0) + 1 }); return retry(); }
    let told = {};
    try { told = await response.json(); } catch { /* an answer without words */ }
    if (response.ok) { waiting = 0; drop(one.id); listeners.forEach((listen) => listen("stored", [one], told)); return true; }
    if (response.status === 409 && told.conflict) { change(one.id, { state: "conflict", conflict: told.conflict }); listeners.forEach((listen) => listen("conflict", [entries().find((each) => each.id === one.id)])); return true; }
    if (response.status === 429 || response.status >= 500) return later(one);
    change(one.id, { state: "refused", detail: told.detail || String(response.status) });
    return true;
  }
  function later(one) { change(one.id, { tries: (one.tries || 0) + 1, state: "waiting" }); return retry(); }
  function retry() {
    waiting = Math.min(MOST_WAIT_S, waiting ? waiting * 2 : 2);
    timer = setTimeout(flush, waiting * 1000);
    return false;
  }

  window.Outbox = {
    open(person) {
      place = `countersight-outbox:${encodeURIComponent(person)}`;
      window.addEventListener("online", () => { waiting = 0; flush(); });
      window.addEventListener("storage", (event) => {
        if (event.key !== null && !event.key.startsWith(`${place}:`)) return;
        const added = !event.oldValue && read(event.newValue);
        if (added) listeners.forEach((listen) => listen("elsewhere", [added]));
        tell();
      });
      document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
      tell();
      flush();
    },
    // Returns whether it could be kept: a browser's store may be full.
    add(action, body, about) {
      count += 1; // ids sort as they were made
      const id = `${Date.now().toString(36)}-${String(count).padStart(6, "0")}-${Math.random().toString(36).slice(2, 10)}`;
      try { put({ id, action, body, about, at: new Date().toISOString(), state: "waiting" }); } catch { return false; }
      tell();
      if (!timer) flush(); // a server that is away is not asked more often because more was decided
      return true;
    },
    // A decision that has not left yet is simply taken out again; one that may have left is undone by another entry.
    withdraw(subject) {
      const last = entries().filter((one) => one.about.subject === subject && one.about.kind === "decision").pop();
      if (!last || last.tries || (sending && navigator.onLine)) return false;
      drop(last.id);
      return true;
    },
    resolve(id, choice) {
      const one = entries().find((each) => each.id === id);
      if (!one) return;
      if (choice === "theirs") { drop(id); return; }
      const body = new URLSearchParams(one.body);
      body.set("seen", one.conflict.seen);
      change(id, { state: "waiting", body: body.toString(), conflict: null });
      flush();
    },
    // What waits on the same subject was decided knowing the decision that has just been stored.
    follow(subject, decision) {
      for (const one of entries()) {
        if (one.about.subject !== subject || one.state !== "waiting") continue;
        const body = new URLSearchParams(one.body);
        body.set("seen", decision);
        if (one.about.verdict === "undo") body.set("undoes", decision);
        change(one.id, { body: body.toString() });
      }
    },
    drop, entries, flush, tell, listen(listener) { listeners.push(listener); },
    unsent() { return entries().filter((one) => one.state !== "conflict").length; },
  };
})();
