/* Comforts only: every page works without this file. */
"use strict";

const COPIED_FOR_MS = 2000;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

document.addEventListener("change", (event) => {
  const form = event.target.form?.closest("form[data-picks]");
  if (form) changed(form, event.target);
});

/* What opens over the page closes when left, so that it never hides what has the keyboard's focus. */
document.addEventListener("focusout", (event) => {
  const opened = event.target.closest("details[data-closes][open]");
  if (opened && event.relatedTarget && !opened.contains(event.relatedTarget)) opened.open = false;
});
document.addEventListener("keydown", (event) => {
  const opened = event.key === "Escape" && document.querySelector("details[data-closes][open]");
  if (!opened) return;
  opened.open = false;
  opened.querySelector("summary").focus();
});

document.addEventListener("DOMContentLoaded", countAll);
document.addEventListener("DOMContentLoaded", () => {
  /* So that the server may answer at once and show how far it has come. */
  document.querySelectorAll("input[name=scripts]").forEach((field) => { field.value = "1"; });
  /* The zone this very computer lives in is most likely the school's. */
  document.querySelectorAll("input[data-timezone]").forEach((field) => {
    field.value = field.value || Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });
});
document.addEventListener("htmx:after:swap", countAll);
window.addEventListener("pageshow", countAll);

/* data-copy names the field by its id; without clipboard permission the text is selected instead. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  } catch {
    field.select();
    button.textContent = button.dataset.byHand;
  }
  setTimeout(() => { button.textContent = label; }, COPIED_FOR_MS);
}

function countAll() {
  document.querySelectorAll("form[data-picks]").forEach((form) => count(form));
}

/* A time may be ticked on its card and in the week: both boxes are one pick. */
function changed(form, input) {
  if (input.name !== "pick") return;
  const limit = Number(form.dataset.picks);
  /* Where one is wanted, the next takes the place of the last. */
  if (input.checked && limit === 1) boxes(form).forEach((box) => { box.checked = box === input; });
  const tooMany = input.checked && picked(form).size > limit;
  if (tooMany) input.checked = false;
  boxes(form).filter((box) => box.value === input.value).forEach((box) => { box.checked = input.checked; });
  count(form, tooMany);
}

function boxes(form) {
  return [...form.querySelectorAll("input[name=pick]")];
}

function picked(form) {
  return new Set(boxes(form).filter((box) => box.checked).map((box) => box.value));
}

function count(form, tooMany = false) {
  const number = picked(form).size;
  const note = form.querySelector("[data-picks-note]");
  const send = form.querySelector("[data-picks-send]");
  /* Nothing is picked at first: what stands there already says enough, and nothing moves. */
  if (note) note.dataset.none ??= note.textContent;
  if (note) note.textContent = tooMany ? note.dataset.most : number ? note.dataset.some.replace("#", number) : note.dataset.none;
  if (send && number) send.textContent = number === 1 ? send.dataset.one : send.dataset.many.replace("#", number);
  else if (send) send.textContent = send.dataset.none;
}

/* What was sent and is not answered yet: a second tap sends nothing, and the page says that something is under way. */
const PATIENCE_MS = 30000;
const asked = new Set();
let leaving = 0;

document.addEventListener("submit", (event) => {
  /* htmx has prevented what it sends itself; what is only looked up may be asked again. */
  if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
  if (leaving) event.preventDefault();
  else leave();
});
window.addEventListener("pageshow", stay);
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  /* The page that comes shows what a part of this one would. */
  if (leaving) return event.preventDefault();
  /* What a page asks by itself is no act of anybody's. */
  if (!ctx.sourceEvent.isTrusted) return;
  forgetLost();
  asked.add(ctx);
  tellBusy();
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  asked.delete(ctx);
  if (ctx.keepIndicators) leave();
  else tellBusy();
});
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) tellLost();
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && !leaving) tellLost();
});

function leave() {
  leaving = setTimeout(stay, PATIENCE_MS);
  tellBusy();
}

function stay() {
  clearTimeout(leaving);
  leaving = 0;
  tellBusy();
}

function tellBusy() {
  document.documentElement.toggleAttribute("data-under-way", Boolean(leaving || asked.size));
}

/* The page stays as it is, with everything that was typed. */
function tellLost() {
  const place = document.getElementById("messages");
  const told = document.createElement("p");
  told.className = "message message-error lost";
  told.textContent = place.dataset.lost;
  if (!place.querySelector(".lost")) place.append(told);
}

/* It lies over what it hides until it has been read. */
function forgetLost() {
  document.querySelector("#messages .lost")?.remove();
}
document.addEventListener("click", forgetLost);
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") forgetLost(); });

/* A swap takes the element away that somebody is at with the keyboard: they go on at the one like it that came,
   else at the beginning of the part that changed. */
let left = { tag: "", name: "", text: "", within: [] };

document.addEventListener("focusin", ({ target }) => {
  const within = [];
  for (let one = target; one; one = one.parentElement) if (one.id) within.push(one.id);
  left = { tag: target.tagName, name: target.name, text: told(target), within };
});

document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement !== document.body) return;
  const part = document.getElementById(left.within.find((id) => document.getElementById(id)));
  if (!part) return;
  const like = (one) => one.name === left.name && told(one) === left.text;
  const again = part.matches(left.tag) ? part : [...part.querySelectorAll(left.tag)].find(like);
  if (!again) part.tabIndex = -1;
  (again ?? part).focus({ preventScroll: true });
});

function told(element) {
  return element.value || element.textContent.trim();
}
