// The upload page: a line a file, kept up to date in place so that a field that is being filled in stays as it is.
import { attempt, call, isTyping, make, notice } from "/static/app.js";
import { watch } from "/static/jobs.js";
import { outgoing, send } from "/static/send.js";

const form = document.querySelector("#drop");
const body = document.querySelector("#jobs tbody");
const sums = document.querySelector("#sums");
const all = document.querySelector("#all");
const clear = document.querySelector("#clear");
const ENDED = ["done", "duplicate", "failed", "unpacked"];
const MONTH = "[0-9]{4}-(0[1-9]|1[0-2])";
let jobs = [];

const asks = ({ upload }) => upload.guessed && ["waiting", "done"].includes(upload.stage);
const isEnded = (job) => ENDED.includes(job.upload.stage) && !asks(job);
const isSure = (job) => asks(job) && job.upload.stage === "done" && !isOdd(job);
const isOdd = ({ upload }) => Boolean(upload.month) && upload.month !== usualMonth();

/** The month that most of the files are for: one that differs is worth a look. */
function usualMonth() {
  const number = new Map();
  for (const { upload } of jobs) if (upload.month) number.set(upload.month, (number.get(upload.month) ?? 0) + 1);
  return [...number].sort((one, other) => other[1] - one[1])[0]?.[0];
}

function show() {
  const known = new Map([...body.children].map((row) => [row.dataset.job, row]));
  const rows = jobs.map((job) => fresh(job, known.get(job.upload.id)));
  const waiting = outgoing.map((one) => sentRow(one));
  const wanted = [...waiting, ...rows];
  wanted.forEach((row, at) => {
    if (body.children[at] !== row) body.insertBefore(row, body.children[at] ?? null);
  });
  while (body.children.length > wanted.length) body.lastChild.remove();
  tell();
}

/** The row of a job: the old one where nothing about it has changed. */
function fresh(job, old) {
  const state = JSON.stringify([job.status, job.upload.unit, job.upload.month, job.upload.guessed, isOdd(job)]);
  const isFilling = asks(job) && old?.contains(document.activeElement);
  if (old?.dataset.state === state || isFilling) return old;
  const { upload } = job;
  const link = upload.document_id
    ? make("a", { href: `/documents/${upload.document_id}`, textContent: upload.name })
    : upload.name;
  const row = make(
    "tr",
    { data: { job: upload.id, stage: upload.stage, state } },
    make("td", { className: "name" }, link),
    status(job),
    ...(asks(job) ? asking(job) : filed(upload)),
    make("td", {}, ENDED.includes(upload.stage) ? forgetting(upload) : ""),
  );
  if (old) old.replaceWith(row);
  return row;
}

function status(job) {
  const { upload } = job;
  const done = upload.pages ? (upload.page - 1) / upload.pages : undefined;
  const words = upload.guessed && upload.stage === "done" ? "完成，请确认单位和月份" : job.status;
  const cell = make("td", { className: "status wide" }, words);
  if (job.working) cell.append(make("progress", { "aria-label": `${upload.name} ${job.status}`, ...(done && { value: done }) }));
  if (upload.message && ["done", "waiting"].includes(upload.stage)) cell.append(make("br"), upload.message);
  if (asks(job) && isOdd(job)) cell.append(make("div", { className: "odd", textContent: "月份与多数文件不同，请看一眼" }));
  return cell;
}

function filed(upload) {
  return [
    make("td", { data: { label: "单位" }, textContent: upload.unit ?? "" }),
    make("td", { className: "short", data: { label: "月份" }, textContent: upload.month ?? "" }),
  ];
}

function asking({ upload }) {
  const id = `f${upload.id}`;
  const unit = make("input", { name: "unit", required: true, value: upload.unit ?? "", list: "units", "aria-label": `${upload.name} 的报送单位` });
  const month = make("input", { name: "month", required: true, pattern: MONTH, placeholder: "2023-06", inputMode: "numeric", autocomplete: "off", value: upload.month ?? "", "aria-label": `${upload.name} 的月份` });
  const filing = make("form", { id }, unit);
  month.setAttribute("form", id);
  filing.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => confirm(upload.id, unit.value, month.value)).then(refresh).then(goOn);
  });
  const button = make("button", { textContent: "确认", "aria-label": `确认 ${upload.name} 的单位和月份` });
  button.setAttribute("form", id);
  return [make("td", {}, filing), make("td", { className: "short" }, month, " ", button)];
}

/** To the next row that asks: a list is gone through with Enter alone. */
function goOn() {
  if (document.activeElement === document.body) body.querySelector("button[form]")?.focus();
}

const confirm = (id, unit, month) => call("POST", `/v1/jobs/${id}/confirm`, { unit, month });

function forgetting(upload) {
  const button = make("button", { className: "plain", textContent: "移除", "aria-label": `从列表移除 ${upload.name}` });
  button.addEventListener("click", () => attempt(() => call("DELETE", `/v1/jobs/${upload.id}`)).then(refresh));
  return button;
}

function sentRow(one) {
  one.row ??= make(
    "tr", {},
    make("td", { className: "name", textContent: one.name }),
    make("td", { className: "status wide" }, make("span"), make("progress", { value: 0, "aria-label": `上传 ${one.name}` })),
    make("td"), make("td"), make("td"),
  );
  one.row.querySelector("span").textContent = one.error ? `失败：${one.error}` : one.share ? `上传 ${Math.round(one.share * 100)}%` : "等待上传";
  one.row.dataset.stage = one.error ? "failed" : "queued";
  const bar = one.row.querySelector("progress");
  bar.value = one.share;
  bar.hidden = Boolean(one.error);
  return one.row;
}

const SUMS = [
  ["正在处理", ({ working }) => working],
  ["完成", (job) => job.upload.stage === "done" && !asks(job)],
  ["待确认", asks],
  ["重复", ({ upload }) => upload.stage === "duplicate"],
  ["失败", ({ upload }) => upload.stage === "failed"],
];

/** How it stands, in one line, and what can be done about it. Told aloud only when the line changes. */
function tell() {
  const parts = SUMS.map(([word, is]) => [word, jobs.filter(is).length]).filter(([, number]) => number);
  if (outgoing.some((one) => !one.error)) parts.unshift(["待上传", outgoing.filter((one) => !one.error).length]);
  const line = parts.map(([word, number]) => `${word} ${number}`).join(" · ");
  if (sums.textContent !== line) sums.textContent = line;
  const sure = jobs.filter(isSure).length;
  all.hidden = !sure;
  all.querySelector("span").textContent = `有把握的 ${sure} 份全部确认`;
  clear.hidden = !jobs.some(isEnded) && !outgoing.some((one) => one.error);
  document.querySelector("#onward").hidden = !jobs.some(({ upload }) => upload.stage === "done");
  document.querySelector("#first")?.toggleAttribute("hidden", Boolean(jobs.length || outgoing.length));
  document.querySelector("#list").hidden = !(jobs.length || outgoing.length);
}

async function refresh() {
  const told = await attempt(() => call("GET", "/v1/jobs"));
  if (told) hear(told);
}

function hear(told) {
  jobs = told.jobs;
  show();
}

all.addEventListener("click", async () => {
  const sure = jobs.filter(isSure);
  const results = await Promise.allSettled(sure.map(({ upload }) => confirm(upload.id, upload.unit, upload.month)));
  const failed = results.find((one) => one.status === "rejected");
  notice(failed ? failed.reason.message : `已确认 ${sure.length} 份`, Boolean(failed));
  refresh();
});

clear.addEventListener("click", async () => {
  outgoing.splice(0, outgoing.length, ...outgoing.filter((one) => !one.error));
  await Promise.allSettled(jobs.filter(isEnded).map(({ upload }) => call("DELETE", `/v1/jobs/${upload.id}`)));
  refresh();
});

function take() {
  if (!form.file.files.length || !form.reportValidity()) return;
  send([...form.file.files], { unit: form.unit.value, month: form.month.value });
  form.file.value = "";
}

form.file.addEventListener("change", take);
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "c" && !isTyping(event) && !all.hidden) all.click();
});
document.addEventListener("sending", show);
watch(hear);
take(); // what was chosen before this module was there
