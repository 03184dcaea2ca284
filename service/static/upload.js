import { call, notice } from "/static/app.js";

const form = document.querySelector("#drop");
const rows = document.querySelector("#jobs tbody");

async function send(files) {
  for (const file of files) {
    const body = new FormData();
    body.append("file", file);
    for (const name of ["unit", "month"]) if (form[name].value) body.append(name, form[name].value);
    try {
      await call("POST", "/v1/documents", body);
    } catch (error) {
      notice(`${file.name}：${error.message}`);
    }
  }
  watch();
}

function cell(text) {
  const made = document.createElement("td");
  made.textContent = text ?? "";
  return made;
}

function show({ upload, status }) {
  const row = document.createElement("tr");
  row.dataset.job = upload.id;
  row.dataset.stage = upload.stage;
  const name = cell();
  if (upload.document_id) {
    const link = document.createElement("a");
    link.href = `/documents/${upload.document_id}`;
    link.textContent = upload.name;
    name.append(link);
  } else name.textContent = upload.name;
  const act = cell();
  if (upload.stage === "waiting" || (upload.stage === "done" && upload.guessed)) act.append(confirming(upload));
  row.append(name, cell(status), cell(upload.unit), cell(upload.month), act);
  return row;
}

function confirming(upload) {
  const made = document.createElement("form");
  const unit = Object.assign(document.createElement("input"), { name: "unit", required: true, value: upload.unit ?? "" });
  const month = Object.assign(document.createElement("input"), { name: "month", type: "month", required: true, value: upload.month ?? "" });
  const button = Object.assign(document.createElement("button"), { textContent: "确认" });
  unit.setAttribute("list", "units");
  made.append(unit, month, button);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", `/v1/jobs/${upload.id}/confirm`, { unit: unit.value, month: month.value });
      watch();
    } catch (error) {
      notice(error.message);
    }
  });
  return made;
}

let source;
function watch() {
  source?.close();
  source = new EventSource("/v1/jobs/events");
  source.addEventListener("jobs", (event) => rows.replaceChildren(...JSON.parse(event.data).jobs.map(show)));
  source.addEventListener("idle", () => source.close());
}

form.file.addEventListener("change", () => send(form.file.files));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  send(event.dataTransfer.files);
});
watch();
