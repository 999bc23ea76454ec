/* What Chromium can tell of the page it shows. Runs in the page, before anything of its own. */
"use strict";

window.look = {
  TAGS: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  OPERABLE: "a[href], button, input, select, textarea, label, summary, option",

  /* What moved without an act of somebody's: how much (as CLS counts it), and what. */
  shifts: [],

  /* Every rule of WCAG 2.2 A and AA that axe-core knows, or those that are named. */
  async axe(only) {
    const which = only.length ? { type: "rule", values: only } : { type: "tag", values: this.TAGS };
    /* Off unless it is asked for by name. */
    const rules = only.length ? {} : { "target-size": { enabled: true } };
    const found = await axe.run(document, { runOnly: which, rules, resultTypes: ["violations"], iframes: false });
    return found.violations.map(({ id, nodes }) => `${id}: ` + nodes.slice(0, 3).map((node) =>
      `${node.target.join(" ")} (${node.failureSummary.split("\n").slice(1).join(" ").trim().slice(0, 160)})`).join(", "));
  },

  /* What can be clicked is a link, a button or a field, and the keyboard comes by in the page's own order. */
  clickable() {
    const inside = (one) => one.closest(this.OPERABLE);
    const all = [...document.body.querySelectorAll("*")];
    const scripted = all.filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on")));
    const hands = all.filter((one) => getComputedStyle(one).cursor === "pointer" && !inside(one));
    const jumps = all.filter((one) => one.tabIndex > 0);
    const nowhere = all.filter((one) => one.matches("a:not([href]), [role=button]:not(button)"));
    const asks = all.filter((one) => one.matches("[hx-get], [hx-post]") && !one.matches("a[href], button, form, [hx-trigger]"));
    const told = { scripted, hands, jumps, nowhere, asks };
    return Object.entries(told).flatMap(([what, some]) => some.map((one) => `${what}: ${one.outerHTML.slice(0, 90)}`));
  },

  /* Shows what is folded away, and lays the bars that stay in sight where they hide nothing. */
  unfold() {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    const stays = (one) => ["sticky", "fixed"].includes(getComputedStyle(one).position);
    [...document.body.querySelectorAll("*")].filter(stays).forEach((one) => { one.style.position = "static"; });
  },

  /* Pixels that are there to be scrolled to sideways, and what reaches out furthest. */
  sideways() {
    const beyond = document.documentElement.scrollWidth - window.innerWidth;
    if (beyond <= 0) return "";
    const right = (one) => one.getBoundingClientRect().right;
    const furthest = [...document.body.querySelectorAll("*")].reduce((one, other) => right(other) > right(one) ? other : one);
    return `${beyond} px too wide: ${furthest.outerHTML.slice(0, 90)}`;
  },
};

new PerformanceObserver((list) => {
  // A busy machine may draw a page in two pieces, the second a line lower; nobody sees 0.01 of 0.1 that count as good.
  const all = list.getEntries().filter((one) => !one.hadRecentInput && one.value >= 0.01);
  const moved = (one) => one.sources.map(({ node }) => (node?.parentElement ?? node)?.outerHTML?.slice(0, 90));
  window.look.shifts.push(...all.map((one) => `${one.value.toFixed(5)}: ${moved(one)}`));
}).observe({ type: "layout-shift", buffered: true });
