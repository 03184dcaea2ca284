// The form for a record's fields: to correct one that was found, or to add one from words that were selected.
import { make } from "/static/app.js";
import { FIELDS, KINDS, shown } from "/static/fields.js";

const form = document.querySelector("#edit");
const DAY = { placeholder: "2023-06-30", pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", title: "写作 2023-06-30" }; // as everywhere here, whatever the browser's language
let saving = null;
let closing = null;

/** Asks for the fields of a record. machine: the program's own values beside them; save gets the fields changed. */
export function ask({ kind, record, machine, quote, save, closed }) {
  fill(`更正${KINDS[kind]}`, quote, grid(kind, record, machine));
  saving = () => save(changes(kind, record));
  closing = closed;
  focusFirst();
}

/** Asks what the selected words are. save gets the kind and the fields. */
export function askNew({ quote, save, closed }) {
  const kinds = make("select", { "aria-label": "类别" }, ...Object.entries(KINDS).map(([value, words]) => make("option", { value, textContent: words })));
  const holder = make("div", {}, grid("counts", guess("counts", quote)));
  kinds.addEventListener("change", () => holder.replaceChildren(grid(kinds.value, guess(kinds.value, quote))));
  fill("添加记录", quote, make("label", { textContent: "类别" }, kinds), holder);
  saving = () => save(kinds.value, changes(kinds.value, {}));
  closing = closed;
  kinds.focus();
}

export function close() {
  if (form.hidden) return;
  form.hidden = true;
  form.replaceChildren();
  closing?.();
}

export const isOpen = () => !form.hidden;

function fill(title, quote, ...parts) {
  const save = make("button", { className: "main" }, "保存并下一条 ", make("kbd", { textContent: "Enter" }));
  const cancel = make("button", { type: "button" }, "取消 ", make("kbd", { textContent: "Esc" }));
  cancel.addEventListener("click", close);
  const words = make("p", { className: "quote soft", textContent: `原文：${quote}` });
  form.replaceChildren(make("b", { textContent: title }), words, ...parts, make("div", { className: "bar" }, save, cancel));
  form.hidden = false;
}

function focusFirst() {
  const first = form.querySelector("input");
  first.focus();
  first.select();
}

function grid(kind, record, machine = null) {
  return make("div", { className: "fields" }, ...FIELDS[kind].flatMap((field) => (field.days ? days(field, record, machine) : [one(field, record, machine)])));
}

function one(field, record, machine) {
  const value = record[field.name] ?? "";
  const input = field.options
    ? make("select", { name: field.name }, ...Object.entries(field.options).map(([key, words]) => make("option", { value: key, textContent: words, selected: key === value })))
    : make("input", { name: field.name, value, autocomplete: "off", ...(field.day && DAY), ...(field.numeric && { inputMode: "decimal" }) });
  return label(field, field.words, input, was(field, record, machine));
}

function days(field, record, machine) {
  return ["start", "end"].map((end) => {
    const value = record[field.name]?.[end] ?? "";
    const words = `${field.words}${end === "start" ? "起" : "止"}`;
    return label(field, words, make("input", { name: `${field.name}.${end}`, value, autocomplete: "off", ...DAY }), end === "start" ? was(field, record, machine) : null);
  });
}

function label(field, words, input, beside) {
  return make("label", { className: field.wide ? "wide" : "" }, words, input, beside);
}

/** The machine's own value, where the human's differs from it. */
function was(field, record, machine) {
  if (!machine || shown(field, machine[field.name]) === shown(field, record[field.name])) return null;
  return make("span", { className: "machine", textContent: `机器：${shown(field, machine[field.name])}` });
}

function changes(kind, record) {
  const told = {};
  for (const field of FIELDS[kind]) {
    const now = field.days ? period(field) : valueOf(field.name);
    const before = record[field.name] ?? (field.days ? null : "");
    if (JSON.stringify(field.days ? now : String(now)) !== JSON.stringify(field.days ? before : String(before))) told[field.name] = now;
  }
  if (told.approx === "") delete told.approx;
  return told;
}

/** By namedItem, since elements.item is no field but a function. */
function valueOf(name) {
  return form.elements.namedItem(name).value.trim();
}

function period(field) {
  const [start, end] = ["start", "end"].map((name) => valueOf(`${field.name}.${name}`) || null);
  return start || end ? { start, end } : null;
}

/** What can be told of new words without reading anything into them: plain digits, and the words as they are. */
function guess(kind, quote) {
  const digits = /(\d+(?:\.\d+)?)([^\d\s，。；、]{0,3})/.exec(quote);
  if (kind === "counts") return { value: digits?.[1] ?? "", unit: digits?.[2] ?? "", item: "", approx: "exact", period: null };
  return { [{ deadlines: "task", hazards: "description", accidents: "type" }[kind]]: kind === "accidents" ? "" : quote };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  saving?.();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
