"use strict";
// Convenience only: everything on the page can be read without this.
(() => {
  const find = (id) => document.getElementById(id);
  const table = find("findings-table");
  if (!table) return;
  const bodies = [...table.tBodies];
  const words = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));
  const ranks = new Map(bodies.map((body, place) => [body, place]));
  const orders = {
    origins: () => 0,
    confidence: (a, b) => b.dataset.confidence - a.dataset.confidence,
    time: (a, b) => (b.dataset.time > a.dataset.time) - (b.dataset.time < a.dataset.time),
  };

  const filter = () => {
    const asked = find("filter-words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = find("filter-kind").value;
    const fitting = bodies.filter((body) => {
      const fits = (!kind || body.dataset.kind === kind) && asked.every((word) => words.get(body).includes(word));
      body.hidden = !fits;
      return fits;
    });
    find("filter-count").textContent = `${fitting.length} of ${bodies.length} findings`;
    find("filter-empty").hidden = fitting.length > 0;
  };
  const order = () => {
    const by = orders[find("filter-order").value];
    table.append(...[...bodies].sort((a, b) => by(a, b) || ranks.get(a) - ranks.get(b)));
  };
  const openTarget = () => {
    const target = location.hash && find(location.hash.slice(1));
    const details = target && target.closest("details");
    if (details && !details.open) {
      details.open = true;
      target.scrollIntoView();
    }
  };
  const setOpen = (open) => {
    for (const details of table.querySelectorAll("tbody:not([hidden]) details")) details.open = open;
  };

  let waiting = 0;
  find("filter-words").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  find("filter-kind").addEventListener("change", filter);
  find("filter-order").addEventListener("change", order);
  find("filter").addEventListener("submit", (event) => event.preventDefault());
  find("open-all").addEventListener("click", (event) => {
    const open = event.target.textContent === "Open all";
    setOpen(open);
    event.target.textContent = open ? "Close all" : "Open all";
  });
  table.addEventListener("click", async (event) => {
    if (!event.target.matches(".copy")) return;
    const link = event.target.closest(".address").querySelector(".permalink");
    const address = link.textContent.startsWith("http") ? link.textContent : link.href;
    try {
      await navigator.clipboard.writeText(address);
      event.target.textContent = "Copied";
    } catch {
      event.target.textContent = "Copy it from the address beside";
    }
  });
  for (const button of table.querySelectorAll(".copy")) button.hidden = false;
  addEventListener("beforeprint", () => setOpen(true));
  addEventListener("hashchange", openTarget);
  find("filter").hidden = false;
  filter();
  openTarget();
})();
