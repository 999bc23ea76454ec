/* What Chromium can tell of the page it shows. Runs in the page, before anything of its own. */
"use strict";

window.look = {
  TAGS: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  OPERABLE: "a[href], button, input, select, textarea, label, summary, option",

  /* What moved without an act of somebody's: how much (as CLS counts it), and what. */
  shifts: [],

  /* The shifts up to now: two frames on, what a script changed at the end of loading is drawn. */
  async drawn() {
    for (const _ of "12") await new Promise(requestAnimationFrame);
    return this.shifts;
  },

  /* What is wrong with the page as it came; from then on it shows all it has. */
  async arrived() {
    const faults = [...(await this.drawn()).map((one) => `its layout shifted by ${one}`), ...this.clickable()];
    this.unfold();
    return faults;
  },

  /* What is wrong with the page in a window so wide, in a colour scheme; with axe's rules or without. */
  async at(width, scheme, rules) {
    const there = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    if (innerWidth !== width || there !== scheme) return [`it is ${innerWidth} wide and ${there}`];
    return [this.sideways(), ...(rules ? await this.axe() : [])].filter(Boolean);
  },

  /* Every rule of WCAG 2.2 A and AA that axe-core knows. */
  async axe() {
    const found = await axe.run(document, {
      runOnly: { type: "tag", values: this.TAGS },
      /* Off unless it is asked for by name. */
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
      iframes: false,
    });
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

  /* Shows what is folded away, and lays bars that stay in sight and menus where they hide nothing: axe judges no colour
     of what lies under something. */
  unfold() {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    const stays = (one) => one.matches("[data-closes] > ul") || ["sticky", "fixed"].includes(getComputedStyle(one).position);
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
  const all = list.getEntries().filter((one) => !one.hadRecentInput);
  const moved = (one) => one.sources.map(({ node }) => (node?.parentElement ?? node)?.outerHTML?.slice(0, 90));
  window.look.shifts.push(...all.map((one) => `${one.value.toFixed(5)}: ${moved(one)}`));
}).observe({ type: "layout-shift", buffered: true });
