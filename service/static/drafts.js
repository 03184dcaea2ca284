import { call, notice } from "/static/app.js";

document.querySelector("#order")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const made = await call("POST", "/v1/drafts", {
      kind: form.get("kind"), month: form.get("month"), units: form.getAll("units"),
    });
    location.href = `/drafts/${made.order.id}`;
  } catch (error) {
    notice(error.message);
  }
});
