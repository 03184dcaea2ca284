// What all pages share: calls to /v1/, elements, and a line that says what happened.
const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
export const headers = { "X-CSRF-Token": csrf };

/** The answer of /v1/ as an object. Throws an Error whose message is the one Chinese line that says why not. */
export async function call(method, path, body) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  let answer;
  try {
    answer = await fetch(path, { method, headers: { ...headers, ...json }, body: body && JSON.stringify(body) });
  } catch {
    throw new Error("连不上服务，请确认安文仍在运行后重试");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error?.message ?? "没有完成，请重试");
  return told;
}

/** An element. Words go in as text only, whatever they hold. */
export function make(tag, set = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (name === "data") Object.assign(made.dataset, value);
    else if (name.includes("-") || name === "role" || name === "list") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

let quiet;
/** Says what happened, at the foot of the page and to screen readers. */
export function notice(text, bad = false) {
  const line = document.querySelector("#notice");
  line.textContent = text;
  line.classList.toggle("bad", bad);
  clearTimeout(quiet);
  quiet = setTimeout(() => (line.textContent = ""), bad ? 9000 : 3500);
}

/** Does something that may fail, and says so when it does. */
export async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    notice(error.message, true);
    return undefined;
  }
}

/** Whether a key is meant for a field, or belongs to the browser. */
export function isTyping(event) {
  const { target } = event;
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest?.("input, select, textarea");
}

async function badge() {
  const { sums } = await call("GET", "/v1/jobs?limit=1");
  const busy = ["queued", "reading", "recognising", "extracting", "checking", "waiting"];
  const number = busy.reduce((sum, stage) => sum + (sums[stage] ?? 0), 0);
  const place = document.querySelector("#busy");
  place.textContent = number || "";
  place.hidden = !number;
}

const { page } = document.body.dataset;
const MODULES = ["upload", "review", "check", "drafts", "draft", "documents", "records"];
if (csrf) {
  import("/static/send.js");
  if (page === "upload") import("/static/upload.js");
  else {
    import("/static/tray.js");
    badge().catch(() => {});
    if (MODULES.includes(page)) import(`/static/${page === "documents" || page === "records" ? "lists" : page}.js`);
  }
}
