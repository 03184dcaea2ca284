// What all pages share: calls to /v1/, and a line that says what happened.
const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";

export async function call(method, path, body) {
  const form = body instanceof FormData;
  const headers = { "X-CSRF-Token": csrf, ...(body && !form ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(path, { method, headers, body: body && !form ? JSON.stringify(body) : body });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error?.message ?? "没有完成，请重试");
  return told;
}

export function notice(text) {
  document.querySelector("#notice").textContent = text;
}

const page = document.body.dataset.page;
if (["upload", "review", "drafts", "draft"].includes(page)) import(`/static/${page}.js`);
