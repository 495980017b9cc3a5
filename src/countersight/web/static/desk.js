// The desk, quick and safe: decisions go to the outbox and the next claim is there at once; everything works without it, too.
"use strict";
(() => {
  const AGE_MS = 5 * 60 * 1000;
  const pages = new Map(); // path -> { html, at }: what was fetched ahead
  const decided = new Map(); // subject -> { at, verdict }: in this tab, since it was opened
  const seen = new Map(); // subject -> { id, at }: the last decision that the server told of
  const trail = []; // addresses of the claims looked at, for "previous"
  let desk, words, fetchedAt = Date.now(), slot = null, checking = null, flashed = null, stuck = null;

  const say = (name, values = {}) => (words[name] || name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const tell = (text) => { const said = document.getElementById("said"); if (said) { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 40); } };
  const within = (selector) => desk.querySelector(selector);
  const path = (address) => new URL(address, location.href).pathname;
  const queue = () => desk.dataset.queue || "";
  const claimAddress = (id) => `/review/claims/${id}${queue() ? `?${queue()}` : ""}`;

  class Refused extends Error {} // the server answered, but not with the page

  // ---- pages -------------------------------------------------------------------------------------------------------
  async function fetchPage(address) {
    const headers = { Accept: "text/html", "HX-Request": "true" }; // the page without what stands around it
    const response = await fetch(address, { headers, credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Refused(String(response.status));
    const html = await response.text();
    pages.set(path(address), { html, at: Date.now() });
    return pages.get(path(address));
  }

  async function go(address, { push = true, flash = null, fresh = false } = {}) {
    const held = pages.get(path(address));
    let page = held && !fresh && Date.now() - held.at < AGE_MS ? held : null;
    if (!page) {
      let refused = false;
      try { page = await fetchPage(address); } catch (error) { page = held; refused = error instanceof Refused; }
      if (!page) {
        if (refused && !Outbox.unsent()) { location.href = address; return; }
        stuck = address; // gone to as soon as the connection is back
        tell(say("end")); show(say("end"));
        return;
      }
    }
    stuck = null;
    const next = new DOMParser().parseFromString(page.html, "text/html");
    const arrived = next.getElementById("desk");
    if (!arrived) { location.href = address; return; }
    desk.replaceWith(document.adoptNode(arrived));
    document.title = next.title;
    if (push) history.pushState({ desk: true }, "", address);
    fetchedAt = page.at;
    begin(flash);
    window.scrollTo(0, 0);
    const heading = within("h1");
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
  }

  // What comes next is fetched before it is asked for: at least five claims can be decided without a connection.
  async function fetchAhead() {
    for (const id of upcoming()) {
      const held = pages.get(`/review/claims/${id}`);
      if (held && Date.now() - held.at < AGE_MS) continue;
      try { await fetchPage(claimAddress(id)); } catch { return; }
    }
    if (!decided.size) return; // forms are for whoever goes on reviewing: a first visit stays light
    const edit = within('a[data-action="edit"]');
    for (const address of [edit && edit.getAttribute("href"), ...upcoming().slice(0, 2).map((id) => `/review/claims/${id}/edit${queue() ? `?${queue()}` : ""}`)]) {
      if (!address || pages.has(path(address))) continue;
      try { await fetchPage(address); } catch { return; }
    }
  }
  // Nothing is fetched ahead before the page itself has come and is drawn.
  function afterPaint(work) {
    if (document.readyState !== "complete") window.addEventListener("load", () => afterPaint(work), { once: true });
    else if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 300 });
    else setTimeout(work, 150);
  }
  const upcoming = () => (desk.dataset.next || "").split(" ").filter((id) => id && !isDone(id));
  const isDone = (id) => decided.has(id) && decided.get(id).verdict !== "undo";

  // ---- deciding ----------------------------------------------------------------------------------------------------
  function decide(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    const verdict = body.get("verdict") || (body.get("quick") ? "reject" : "edit");
    const subject = form.dataset.subject || desk.dataset.subject;
    if (verdict === "reject" && !body.get("quick") && !(body.get("reason") || "").trim()) { openReasons(); return; }
    const known = seen.get(subject);
    if (known && known.at > fetchedAt) { body.set("seen", known.id); if (verdict === "undo") body.delete("undoes"); }
    if (verdict === "undo") { takeBack(form, body, subject); return; }
    const title = desk.dataset.title || subject;
    const action = form.getAttribute("action");
    if (!Outbox.add(action, body.toString(), { subject, title, verdict, kind: "decision", page: location.pathname })) {
      delete form.dataset.send; // what cannot be kept here is sent as it would be without a script
      setTimeout(() => form.requestSubmit(submitter)); // a form cannot be sent within its own event
      return;
    }
    forget(form);
    decided.set(subject, { at: Date.now(), verdict });
    flashed = { words: say("done", { said: say(verdict), title }), subject, title, action: action.replace(/\/(edit|add)$/, "/decision"), back: location.pathname.replace(/\/edit$/, "") + location.search };
    tell(flashed.words);
    onward();
  }

  function onward() {
    const next = upcoming()[0];
    trail.push(location.pathname + location.search);
    if (next) go(claimAddress(next), { flash: flashed });
    else settled().then(() => { location.href = `/review${queue() ? `?${queue()}` : ""}`; });
  }

  async function takeBack(form, body, subject) {
    const back = form.dataset.back || body.get("back") || location.pathname + location.search;
    const title = form.dataset.title || desk.dataset.title || subject;
    decided.set(subject, { at: Date.now(), verdict: "undo" });
    if (!Outbox.withdraw(subject)) {
      if (!body.get("undoes") && seen.get(subject)) body.set("undoes", seen.get(subject).id);
      Outbox.add(form.getAttribute("action"), body.toString(), { subject, title, verdict: "undo", kind: "undo", page: location.pathname });
    }
    flashed = null;
    tell(say("undone", { title }));
    await settled();
    await go(back.replace(/[?&]done=[^&]*/, ""), { fresh: navigator.onLine });
  }

  // Wait until what can be sent has been sent, but never for long.
  function settled() {
    return new Promise((resolve) => {
      const until = Date.now() + 1500;
      const look = () => (Outbox.unsent() === 0 || !navigator.onLine || Date.now() > until ? resolve() : setTimeout(look, 40));
      look();
    });
  }

  function showFlash(flash) {
    const old = document.getElementById("flash");
    if (old) old.remove();
    if (!flash) return;
    const box = document.createElement("div");
    box.className = "flash"; box.id = "flash";
    const line = document.createElement("p"); line.textContent = flash.words;
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: flash.action });
    form.dataset.send = "undo"; form.dataset.subject = flash.subject; form.dataset.back = flash.back; form.dataset.title = flash.title;
    form.innerHTML = '<input type="hidden" name="verdict" value="undo"><button data-action="undo"></button>';
    const key = JSON.parse(desk.dataset.keys).undo;
    form.querySelector("button").textContent = `${say("undoVerb")} `;
    if (key) { const cap = document.createElement("kbd"); cap.textContent = key; cap.setAttribute("aria-hidden", "true"); form.querySelector("button").append(cap); }
    box.append(line, form);
    within(".deskbar").after(box);
  }
  function show(text) {
    showFlash(null);
    const box = document.createElement("div");
    box.className = "flash"; box.id = "flash";
    const line = document.createElement("p"); line.textContent = text;
    box.append(line);
    within(".deskbar").after(box);
  }

  // ---- the outbox's state, conflicts -------------------------------------------------------------------------------
  function showState(state, list, told) {
    if (state === "stored") {
      const made = told.decision;
      if (made) { seen.set(made.subject_id, { id: made.id, at: Date.now() }); Outbox.follow(made.subject_id, made.id); }
      localStorage.removeItem(draftKey(list[0].about.page));
      pages.delete(path(list[0].action.replace(/\/(decision|edit|add)$/, "")));
      if (stuck && !Outbox.unsent()) go(stuck); // the server is back, though the browser never knew that it was gone
      return;
    }
    if (state === "conflict") { askAbout(list[0]); return; }
    if (state === "elsewhere") { takeFromOtherTab(list[0].about); return; }
    const sync = document.getElementById("sync");
    if (!sync) return;
    const refused = list.find((one) => one.state === "refused");
    const conflicts = list.filter((one) => one.state === "conflict");
    const count = list.length;
    const text = state === "saved" ? say("saved") : state === "saving" ? say("saving") : state === "out" ? say("signedOut", { count })
      : refused ? say("refused", { detail: refused.detail }) : say("unsent", { count });
    const shown = conflicts.length && state !== "out" ? "unsent" : state;
    sync.dataset.state = shown;
    sync.querySelector(".said").textContent = text;
    const button = document.getElementById("unsent");
    button.hidden = state === "saved" || state === "saving";
    if (sync.dataset.told !== shown) { sync.dataset.told = shown; if (state === "out" || refused) tell(text); }
  }

  // What the same person decides in another tab need not come up in this one.
  function takeFromOtherTab({ subject, verdict }) {
    decided.set(subject, { at: Date.now(), verdict });
    pages.delete(`/review/claims/${subject}`);
    count();
  }

  function askAbout(entry) {
    const dialog = document.getElementById("conflict");
    if (!entry || !dialog || dialog.open) return;
    const theirs = entry.conflict.theirs.map((one) => `${say(one.verdict)}: ${one.reviewer}${one.reason ? ` – ${one.reason}` : ""}`).join("; ");
    dialog.querySelector(".about").textContent = entry.about.title;
    dialog.querySelector(".theirs").textContent = theirs;
    dialog.querySelector(".mine").textContent = `${say(entry.conflict.mine.verdict)}${entry.conflict.mine.reason ? ` – ${entry.conflict.mine.reason}` : ""}`;
    dialog.dataset.entry = entry.id;
    dialog.showModal();
  }

  function listUnsent() {
    const dialog = document.getElementById("outbox");
    const list = dialog.querySelector("ul");
    list.replaceChildren(...Outbox.entries().map((one) => {
      const item = document.createElement("li");
      const line = document.createElement("span");
      line.textContent = `${say(one.about.verdict)}: ${one.about.title}${one.detail ? ` – ${one.detail}` : ""}`;
      item.append(line);
      const choices = [["drop", () => { Outbox.drop(one.id); listUnsent(); }]];
      if (one.state === "conflict") choices.unshift(["compare", () => { dialog.close(); askAbout(one); }]);
      for (const [name, does] of choices) {
        const button = document.createElement("button");
        button.type = "button"; button.textContent = say(name); button.addEventListener("click", does);
        item.append(button);
      }
      return item;
    }));
    if (!dialog.open) dialog.showModal();
  }

  // ---- drafts: what is half made survives a crash -------------------------------------------------------------------
  const draftKey = (page) => `countersight-draft:${desk.dataset.person}:${page}`;
  const drafted = (form) => form && form.matches("[data-draft]");
  function keepDraft(form) { localStorage.setItem(draftKey(location.pathname), JSON.stringify([...new FormData(form).entries()].filter(([, value]) => typeof value === "string"))); }
  function forget(form) { if (drafted(form) && !form.matches("#edit")) localStorage.removeItem(draftKey(location.pathname)); }
  function restoreDraft() {
    const form = within("form[data-draft]");
    const kept = form && localStorage.getItem(draftKey(location.pathname));
    if (!kept) return;
    let changed = false;
    for (const [name, value] of JSON.parse(kept)) {
      if (name === "seen" || name === "queue") continue;
      for (const field of form.elements) if (field.name === name && field.type !== "submit" && field.type !== "radio" && field.type !== "checkbox" && field.value !== value) { field.value = value; changed = true; }
    }
    if (changed && form.matches("#edit")) { show(say("draft")); tell(say("draft")); check(form); }
  }

  // ---- editing -----------------------------------------------------------------------------------------------------
  function chooseSlot(name) {
    const field = within(`.slot-field[data-slot-name="${name}"]`);
    if (!field) return;
    for (const one of desk.querySelectorAll(".slot-field.choosing")) one.classList.remove("choosing");
    const text = within("#text");
    const already = DeskText.selected(text);
    slot = field;
    if (already && !already.outside) { take(already); return; }
    field.classList.add("choosing");
    tell(say("choose", { slot: field.dataset.title }));
    const start = field.querySelector("input[data-start]");
    const range = start && start.value && DeskText.rangeOf(text, Number(start.value), Number(start.value) + DeskText.codePoints(field.querySelector("[data-words]").value));
    text.focus({ preventScroll: true });
    if (range) { getSelection().removeAllRanges(); getSelection().addRange(range); } else DeskText.settle(text);
    const node = getSelection().anchorNode;
    if (node) (node.parentElement || text).scrollIntoView({ block: "nearest" });
  }
  function take(chosen) {
    if (chosen.outside) { tell(say("outside")); return; }
    if (!slot) { tell(say("nowhere")); return; }
    slot.querySelector("[data-words]").value = chosen.words;
    slot.querySelector("input[data-start]").value = chosen.start;
    const rule = slot.querySelector("input[data-rule]"); if (rule) rule.value = "";
    slot.classList.remove("choosing");
    getSelection().removeAllRanges();
    tell(say("chosen", { slot: slot.dataset.title, words: chosen.words }));
    slot = null;
    changed(within("#edit"));
  }
  function changed(form) { keepDraft(form); paint(form); clearTimeout(checking); checking = setTimeout(() => check(form), 350); }
  function paint(form) {
    const text = within("#text");
    const ranges = [...form.querySelectorAll('input[data-start]:not([name^="evidence"])')].filter((one) => one.value).map((one) => {
      const length = DeskText.codePoints(one.closest(".slot-field").querySelector("[data-words]").value);
      return DeskText.rangeOf(text, Number(one.value), Number(one.value) + length);
    });
    DeskText.highlight("chosen", ranges.filter(Boolean));
  }
  // The server checks every change: only it knows whether the claim can stand.
  async function check(form) {
    try {
      const response = await fetch(form.dataset.check, { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(new FormData(form)).toString(), credentials: "same-origin" });
      const told = await response.json();
      if (told.problems) showProblems(form, told);
      return Boolean(told.problems) && told.problems.length === 0;
    } catch { return true; } // without a connection it is checked when it is sent
  }
  function showProblems(form, told) {
    for (const one of form.querySelectorAll(".wrong")) one.remove();
    for (const field of form.querySelectorAll(".slot-field")) field.classList.remove("is-wrong");
    for (const [name, reason] of told.problems) {
      const field = form.querySelector(`.slot-field[data-slot-name="${name}"]`) || form.querySelector(".slot-field");
      const line = document.createElement("p");
      line.className = "wrong"; line.textContent = reason;
      field.classList.add("is-wrong"); field.append(line);
    }
    const box = within("#differences");
    if (box && told.differences) box.replaceChildren(...told.differences.map((one) => {
      const line = document.createElement("li");
      line.textContent = `${one.title}: ${one.before || "–"} → ${one.after || "–"}`;
      return line;
    }));
    within("#checked").textContent = told.problems.length ? told.problems.map(([name, reason]) => `${name}: ${reason}`).join("; ") : say("good");
  }

  // ---- what keys do ------------------------------------------------------------------------------------------------
  function openReasons() {
    const box = within("#reject");
    if (!box) return false;
    box.open = true;
    box.querySelector(".reasons button").focus();
    return true;
  }
  function act(name, number) {
    if (name === "number") {
      const box = within("#reject");
      if (within("#edit")) { const field = desk.querySelectorAll(".slot-field[data-number]")[number - 1]; if (field) chooseSlot(field.dataset.slotName); return Boolean(field); }
      const reason = box && box.open && box.querySelectorAll(".reasons button")[number - 1];
      if (reason) reason.click();
      return Boolean(reason);
    }
    if (name === "sheet") { document.getElementById("sheet").showModal(); return true; }
    if (name === "reject") return openReasons();
    if (name === "words") { const text = within("#text"); if (text) { text.focus(); (within("#words") || text).scrollIntoView({ block: "center" }); } return Boolean(text); }
    if (name === "card") { const heading = within("h1"); if (heading) heading.focus(); return Boolean(heading); }
    if (name === "queue") { location.href = `/review${queue() ? `?${queue()}` : ""}`; return true; }
    if (name === "previous" && trail.length) { go(trail.pop(), { fresh: navigator.onLine }); return true; }
    if (name === "next" && within('[data-action="start"]')) { within('[data-action="start"]').click(); return true; }
    const target = within(`[data-action="${name}"]`);
    if (target) target.click();
    return Boolean(target);
  }

  // ---- one page of the desk ----------------------------------------------------------------------------------------
  function begin(flash) {
    desk = document.getElementById("desk");
    slot = null;
    DeskText.highlight("chosen", []);
    DeskKeys.set(JSON.parse(desk.dataset.keys), act);
    if (flash) showFlash(flash);
    const text = within("#text"), marked = within("#words");
    if (text && marked) text.scrollTop = Math.max(0, marked.offsetTop - text.offsetTop - text.clientHeight / 3);
    count();
    restoreDraft();
    const form = within("#edit");
    if (form) { paint(form); for (const one of desk.querySelectorAll(".choose")) one.hidden = false; }
    if (within('[data-page="claim"]') || desk.dataset.page === "claim") afterPaint(fetchAhead);
    Outbox.tell();
  }
  // A page that was fetched ahead counts what has been decided since.
  function count() {
    const place = within("[data-place]"), total = within("[data-total]");
    if (!place || !total) return;
    const since = [...decided.values()].filter((one) => one.at > fetchedAt && one.verdict !== "undo");
    const gone = since.filter((one) => one.verdict !== "unsure").length;
    total.textContent = Math.max(1, Number(total.dataset.total) - gone);
    place.textContent = Math.max(1, Number(place.dataset.place) - since.length);
  }

  function start() {
    desk = document.getElementById("desk");
    if (!desk) return;
    words = JSON.parse(desk.dataset.words);
    Outbox.listen(showState);
    Outbox.open(desk.dataset.person);
    pages.set(location.pathname, { html: document.documentElement.outerHTML, at: Date.now() });
    begin(null);

    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!form.matches("form[data-send]") || !desk.contains(form)) return;
      event.preventDefault();
      if (form.matches("#edit")) { sendEdit(form, event.submitter); return; }
      decide(form, event.submitter);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("#desk a");
      if (event.target.closest("#unsent")) { listUnsent(); Outbox.flush(); return; }
      const chooses = event.target.closest(".choose");
      if (chooses) { chooseSlot(chooses.closest(".slot-field").dataset.slotName); return; }
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      if (link.dataset.action === "sheet") { event.preventDefault(); document.getElementById("sheet").showModal(); return; }
      if (!/^\/review\/claims\/[^/]+(\/edit)?$/.test(path(link.href)) || link.target) return;
      event.preventDefault();
      if (link.rel !== "prev") trail.push(location.pathname + location.search);
      go(link.getAttribute("href"), { fresh: isDone(path(link.href).split("/")[3]) && navigator.onLine });
    });
    document.addEventListener("input", (event) => {
      const form = event.target.form;
      if (!drafted(form)) return;
      const field = event.target.closest(".slot-field");
      if (field && event.target.matches("[data-words]")) { const at = field.querySelector("input[data-start]"); if (at) at.value = ""; }
      if (form.matches("#edit")) changed(form); else keepDraft(form);
    });
    document.addEventListener("mouseup", (event) => {
      const text = within("#text");
      if (!slot || !text || !text.contains(event.target)) return;
      const chosen = DeskText.selected(text);
      if (chosen) take(chosen);
    });
    document.addEventListener("keydown", (event) => {
      const text = within("#text");
      if (event.key === "Escape" && slot) { slot.classList.remove("choosing"); slot = null; getSelection().removeAllRanges(); return; }
      if (!within("#edit") || event.target !== text) return;
      if (event.key === "Enter") { const chosen = DeskText.selected(text); if (chosen) { event.preventDefault(); take(chosen); } return; }
      if (DeskText.move({ key: event.key, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey, altKey: event.altKey, metaKey: event.metaKey, currentTarget: text })) {
        event.preventDefault();
        tell(getSelection().toString());
      }
    });
    window.addEventListener("popstate", () => { if (document.getElementById("desk")) go(location.pathname + location.search, { push: false, fresh: navigator.onLine }); });
    window.addEventListener("beforeunload", (event) => { if (Outbox.unsent()) { event.preventDefault(); event.returnValue = say("leave"); } });
    for (const button of document.querySelectorAll("#conflict button[value]")) button.addEventListener("click", () => {
      const dialog = document.getElementById("conflict");
      if (button.value !== "later") Outbox.resolve(dialog.dataset.entry, button.value);
      dialog.close();
      if (button.value !== "later") askAbout(Outbox.entries().find((one) => one.state === "conflict"));
    });
    window.addEventListener("online", () => { if (stuck) go(stuck); else fetchAhead(); });
  }

  async function sendEdit(form, submitter) {
    if (navigator.onLine && !(await check(form))) { const wrong = form.querySelector(".is-wrong"); if (wrong) wrong.scrollIntoView({ block: "center" }); tell(within("#checked").textContent); return; }
    decide(form, submitter);
  }

  start();
})();
