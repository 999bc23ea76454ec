/* What an act of somebody's leaves where it was. Runs in the page, before anything of its own. */
"use strict";

window.act = {
  PATIENCE_MS: 10000,

  /* What the browser drew elsewhere than before, soon after an act too. */
  drawn: [],

  /* Notes where on the page everything is that stands above the part that changes, or around it. */
  async begin(part) {
    document.querySelectorAll("main details:not([data-closes])").forEach((one) => { one.open = true; });
    await this.frames();
    this.part = part;
    const target = document.querySelector(part);
    const all = [...document.body.querySelectorAll("*")];
    this.kept = all.filter((one) => this.isAbove(one, target) && one.checkVisibility());
    this.places = this.kept.map((one) => this.place(one, target));
    this.drawn.length = 0;
    this.answered = new Promise((answered) => {
      document.addEventListener("htmx:finally:request", () => answered([]), { once: true });
      setTimeout(() => answered(["nothing, for no answer came"]), this.PATIENCE_MS);
    });
  },

  /* What of that has moved, now or on the way, once the answer is drawn. */
  async moved() {
    const silence = await this.answered;
    await this.frames();
    const target = document.querySelector(this.part);
    const moved = this.kept.filter((one, number) => one.isConnected && this.place(one, target) !== this.places[number]);
    const above = (one) => one?.isConnected && this.isAbove(one, target) && !one.contains(target);
    const told = [...moved, ...this.drawn.filter(above)];
    return [...silence, ...told.map((one) => (one.outerHTML ?? one.textContent).slice(0, 120))];
  },

  isAbove: (one, target) => Boolean(one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING),

  place(one, target) {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x + scrollX, y + scrollY, width, one.contains(target) ? 0 : height].map(Math.round).join();
  },

  frames: () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
};

new PerformanceObserver((list) => {
  window.act.drawn.push(...list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => node)));
}).observe({ type: "layout-shift", buffered: true });
