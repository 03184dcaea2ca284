// A draft: what a figure stands on, and its gaps, filled in without losing one's place.
import { attempt, call, make, notice } from "/static/app.js";

const sources = document.querySelector("#sources");
let known = new Map();

function read() {
  known = new Map(JSON.parse(document.querySelector("#known").dataset.sources).map((one) => [one.id, one]));
}

/** The words of the reports that a figure stands on. */
function tell(figure) {
  for (const old of document.querySelectorAll(".figure.current")) old.classList.remove("current");
  figure.classList.add("current");
  const ids = figure.dataset.sources.split(",").map(Number);
  const items = ids.map((id) => known.get(id)).filter(Boolean).map(item);
  const formula = figure.dataset.formula ? make("p", { textContent: `算法：${figure.dataset.formula}` }) : null;
  sources.replaceChildren(make("h2", {}, `“${figure.textContent}”的来源`), formula ?? "", make("ol", {}, ...items));
  sources.scrollTop = 0;
}

function item(one) {
  const link = make("a", { href: `/records/${one.id}`, textContent: `${one.document}${one.page ? ` 第${one.page}页` : ""}` });
  return make("li", {}, `${one.unit}　`, link, make("br"), `“${one.quote}”`);
}

/** Puts the paper and its gaps as they are now in the place of the old ones; the panes stay where they are. */
async function refresh() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["paper", "gaps", "known"]) document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  document.querySelector("#known").dataset.sources = fresh.querySelector("#known").dataset.sources;
  read();
}

document.querySelector("#gaps").addEventListener("submit", (event) => {
  event.preventDefault();
  const filled = Object.fromEntries([...new FormData(event.target)].filter(([, words]) => words.trim()));
  attempt(async () => {
    await call("PUT", `/v1/drafts/${event.target.dataset.draft}/filled`, { filled });
    await refresh();
    notice("已填入");
  });
});

function react(event) {
  const figure = event.target.closest(".figure");
  const gap = event.target.closest(".gap");
  if (figure) tell(figure);
  if (gap) document.querySelector("#gaps").elements.namedItem(gap.dataset.gap)?.focus();
  return Boolean(figure || gap);
}

const paper = document.querySelector("#paper");
paper.addEventListener("click", react);
paper.addEventListener("keydown", (event) => {
  if (["Enter", " "].includes(event.key) && react(event)) event.preventDefault();
});
read();
