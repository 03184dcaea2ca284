// Review: the source with its records on the left, the records on the right, one key a record.
import { attempt, call, isTyping, make, notice } from "/static/app.js";
import { ask, askNew, close, isOpen } from "/static/editing.js";
import { differences, KINDS, STATES, summary } from "/static/fields.js";
import { centre, marksOf, selectedIn, showMarked } from "/static/marks.js";
import { showSheets } from "/static/sheets.js";

const root = document.querySelector("#review");
const number = root.dataset.document;
const place = document.querySelector("#source");
const article = document.querySelector("#text");
const sheets = document.querySelector("#sheets");
const list = document.querySelector("#records");
const why = document.querySelector("#why");
const chips = document.querySelector("#chips");
const only = document.querySelector("#only");
const records = new Map();
const done = []; // ids, for one key that takes back whatever was done last
let text = "";
let pieces = [];
let current = null;
let kind = "";
let selected = null;
let isBusy = false;

// --- showing -------------------------------------------------------------------------------------------------------

const inOrder = () => [...records.values()].sort((one, other) => one.start - other.start || one.end - other.end || one.id - other.id);
const listed = () => inOrder().filter((one) => (!kind || one.kind === kind) && (!only.checked || one.state === "unchecked" || one.id === current));

function keep(told) {
  const old = records.get(told.id); // only what is asked for in units of 16 bits may move a record
  records.set(told.id, { ...told, start: old?.start ?? told.record.start, end: old?.end ?? told.record.end });
}

function card(one) {
  const [bold, rest] = summary(one.kind, one.record);
  const changed = one.machine ? differences(one.kind, one.machine, one.record) : [];
  const unsure = one.state === "unchecked" && one.record.confidence < 0.8;
  const state = one.origin === "human" ? "人工添加" : changed.length ? "已更正" : STATES[one.state];
  return make(
    "li",
    { id: `r${one.id}`, tabIndex: -1, data: { id: one.id, kind: one.kind, state: one.state } },
    make(
      "div", { className: "what" },
      make("span", { className: "kind", textContent: KINDS[one.kind] }),
      make("span", { className: "says" }, make("b", { textContent: bold }), ` ${rest}`),
      make("span", { className: "state", textContent: unsure ? "没把握" : state }),
    ),
    changed.length ? make("span", { className: "machine", textContent: `机器 → 人工：${changed.join("；")}` }) : null,
    make("q", { textContent: one.record.quote }),
  );
}

function showList() {
  const rows = listed().map(card);
  const nothing = make("li", { className: "nothing", textContent: records.size ? "没有这样的记录" : "没有抽取到记录；可在原文中选中文字后按 A 添加" });
  list.replaceChildren(...(rows.length ? rows : [nothing]));
  point();
  showChips();
}

function showChips() {
  const all = inOrder();
  const chip = (value, words, number) => make("button", { type: "button", data: { kind: value }, "aria-pressed": String(value === kind), textContent: `${words} ${number}` });
  const kinds = Object.entries(KINDS).map(([value, words]) => chip(value, words, all.filter((one) => one.kind === value).length));
  chips.replaceChildren(chip("", "全部", all.length), ...kinds);
  const left = all.filter((one) => one.state === "unchecked").length;
  document.querySelector("#left").textContent = left ? `未核 ${left}，共 ${all.length}` : `已核完，共 ${all.length}`;
}

function showText() {
  const strong = pieces.filter((piece) => piece.kind === "heading");
  showMarked(article, text, inOrder(), strong);
  showStates();
}

/** Shows in marks and boxes what was decided, of one record or of all; a mark is that of the innermost record. */
function showStates(id = null) {
  for (const mark of article.querySelectorAll(id === null ? "mark" : `mark[data-id="${id}"]`)) {
    mark.classList.remove(...Object.keys(STATES));
    mark.classList.add(records.get(Number(mark.dataset.id)).state);
  }
  for (const box of sheets.querySelectorAll(id === null ? ".box" : `.box[data-ids~="${id}"]`)) {
    const ids = box.dataset.ids.split(" ").map(Number);
    box.classList.toggle("checked", ids.every((one) => records.get(one)?.state !== "unchecked"));
  }
}

/** Marks the current record on both sides, and brings it into sight. */
function point() {
  for (const old of root.querySelectorAll(".current")) old.classList.remove("current");
  for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const one = records.get(current);
  for (const button of document.querySelectorAll("[data-act]")) button.disabled = !one && !["add", "next", "previous", "undo"].includes(button.dataset.act);
  if (!one) return;
  const row = document.getElementById(`r${one.id}`);
  row?.setAttribute("aria-current", "true");
  if (row) row.tabIndex = 0;
  centre(list.parentElement, row);
  const marks = marksOf(article, one.id);
  for (const mark of marks) mark.classList.add("current");
  const boxes = sheets.querySelectorAll(`.box[data-ids~="${one.id}"]`);
  for (const box of boxes) box.classList.add("current");
  centre(place, article.hidden ? boxes[0] : marks[0]);
  explain(one);
}

function choose(id, focus = true) {
  current = id;
  if (!document.getElementById(`r${id}`)) {
    kind = "";
    only.checked = false;
    showList();
  } else point();
  if (focus) document.getElementById(`r${id}`)?.focus({ preventScroll: true });
}

/** Why the program took the words for this record. */
function explain(one) {
  const sure = one.origin === "human" ? "人工添加" : `规则 ${one.record.rule}，把握 ${Math.round(one.record.confidence * 100)}%`;
  const words = one.record.why.length ? `，依据“${one.record.why.join("”“")}”` : "";
  const text = `${sure}${words}${one.record.page ? `，第 ${one.record.page} 页` : ""}`;
  if (why.textContent !== text) why.textContent = text;
}

// --- acting --------------------------------------------------------------------------------------------------------

function step(way, wanted = () => true) {
  const shown = listed();
  const at = shown.findIndex((one) => one.id === current);
  const rest = way > 0 ? [...shown.slice(at + 1), ...shown.slice(0, Math.max(at, 0))] : [...shown.slice(0, Math.max(at, 0))].reverse();
  const next = rest.find(wanted);
  if (next) choose(next.id);
  return Boolean(next);
}

/** Goes on to what is still to be checked; at the end says so, and where to go. */
function goOn() {
  if (step(1, (one) => one.state === "unchecked")) return;
  const left = inOrder().find((one) => one.state === "unchecked");
  if (left) {
    choose(left.id);
    return;
  }
  point();
  const next = document.querySelector("#next");
  notice(next ? "本文件已核完，再按 Enter 看下一份" : "全部文件都已核完");
  next?.focus();
}

async function act(name) {
  const one = records.get(current);
  if (!one || isBusy) return; // a second press is not meant for the record that was just decided on
  isBusy = true;
  const told = await attempt(() => call("POST", `/v1/records/${one.id}/${name}`));
  isBusy = false;
  if (told) settle(told);
}

function settle(told) {
  keep(told);
  done.push(told.id);
  const one = records.get(told.id);
  document.getElementById(`r${one.id}`)?.replaceWith(card(one));
  showStates(one.id);
  showChips();
  goOn();
}

function edit() {
  const one = records.get(current);
  if (!one) return;
  const save = async (fields) => {
    const changed = Object.keys(fields).length;
    const told = await attempt(() => (changed ? call("PATCH", `/v1/records/${one.id}`, fields) : call("POST", `/v1/records/${one.id}/confirm`)));
    if (!told) return;
    close();
    settle(told);
  };
  ask({ kind: one.kind, record: one.record, machine: one.machine, quote: one.record.quote, save, closed: back });
}

function add() {
  const chosen = selectedIn(article) ?? selected;
  if (!chosen || article.hidden) {
    notice(article.hidden ? "请先切换到文字，选中要添加的文字" : "请先在原文中选中要添加的文字");
    return;
  }
  const save = async (of, fields) => {
    const query = new URLSearchParams({ kind: of, start: chosen.start, end: chosen.end, offsets: "utf16" });
    const told = await attempt(() => call("POST", `/v1/documents/${number}/records?${query}`, fields));
    if (!told) return;
    close();
    records.set(told.id, { ...told, ...chosen });
    done.push(told.id);
    getSelection().removeAllRanges();
    showText();
    showList();
    choose(told.id);
    notice("已添加");
  };
  askNew({ quote: text.slice(chosen.start, chosen.end), save, closed: back });
}

function back() {
  document.getElementById(`r${current}`)?.focus({ preventScroll: true });
}

async function undo() {
  const one = records.get(current);
  const id = one?.can_undo ? one.id : done.findLast((earlier) => records.get(earlier)?.can_undo);
  if (!id) {
    notice("没有可以撤销的操作");
    return;
  }
  const told = await attempt(() => call("POST", `/v1/records/${id}/undo`));
  if (!told) return;
  done.splice(done.lastIndexOf(id), done.includes(id) ? 1 : 0);
  if (told.record) {
    keep(told.record);
    showText();
    showList();
    choose(id);
  } else {
    records.delete(id);
    current = null;
    showText();
    showList();
    step(1);
  }
  notice("已撤销");
}

const ACTS = {
  confirm: () => act("confirm"), reject: () => act("reject"), edit, add, undo,
  next: () => step(1), previous: () => step(-1),
};
const KEYS = { Enter: "confirm", e: "edit", x: "reject", u: "undo", a: "add", ArrowDown: "next", j: "next", ArrowUp: "previous", k: "previous" };

// --- listening -----------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || isOpen() || event.target.closest("a, button, summary")) return;
  if (event.target === place && event.key.startsWith("Arrow")) return; // the source scrolls
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "t" && sheets.childElementCount) turn();
  if (!KEYS[key]) return;
  event.preventDefault();
  if (event.repeat && !["next", "previous"].includes(KEYS[key])) return; // a key held down approves nothing unseen
  ACTS[KEYS[key]]();
});
for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps what is selected in the text
  button.addEventListener("click", () => ACTS[button.dataset.act]());
}
list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-id]");
  if (row) choose(Number(row.dataset.id));
});
list.addEventListener("dblclick", edit);
article.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark && getSelection().isCollapsed) choose(Number(mark.dataset.id));
});
for (const side of [list, article])
  side.addEventListener("mouseover", (event) => {
    const one = records.get(Number(event.target.closest("[data-id]")?.dataset.id));
    if (one) explain(one);
  });
for (const side of [list, article]) side.addEventListener("mouseleave", () => records.has(current) && explain(records.get(current)));
document.addEventListener("selectionchange", () => {
  const now = selectedIn(article);
  if (now || !isOpen()) selected = now;
});
chips.addEventListener("click", (event) => {
  if (event.target.dataset.kind === undefined) return;
  kind = event.target.dataset.kind;
  showList();
  chips.querySelector('[aria-pressed="true"]').focus();
});
only.addEventListener("change", showList);

function turn() {
  const button = document.querySelector("#turn");
  article.hidden = !article.hidden;
  sheets.hidden = !article.hidden;
  button.firstChild.textContent = article.hidden ? "看文字 " : "看页面 ";
  point();
}

async function start() {
  const at = `/v1/documents/${number}`;
  const [whole, found] = await Promise.all([call("GET", `${at}/text?offsets=utf16`), call("GET", `${at}/records?offsets=utf16`)]);
  text = whole.text;
  found.forEach(keep);
  const all = inOrder();
  pieces = whole.pieces.map((piece) => ({ ...piece, holds: all.filter((one) => one.start < piece.end && piece.start < one.end) }));
  showText();
  showList();
  const asked = Number(location.hash.slice(2));
  const first = records.get(asked) ?? all.find((one) => one.state === "unchecked") ?? all[0];
  if (first) choose(first.id);
  if (root.dataset.drawn === "true") {
    const cycle = (ids) => choose(ids[(ids.indexOf(current) + 1) % ids.length]);
    await attempt(() => showSheets(sheets, number, pieces, cycle));
  }
  if (sheets.childElementCount) {
    const button = document.querySelector("#turn");
    button.hidden = false;
    button.addEventListener("click", turn);
    turn();
  }
  showStates();
}

attempt(start);
