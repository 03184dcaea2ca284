// Asking for a paper.
import { attempt, call } from "/static/app.js";

const form = document.querySelector("#order");
const every = document.querySelector("#every");

form?.addEventListener("change", (event) => {
  const units = [...form.querySelectorAll('[name="units"]')];
  if (event.target === every && every.checked) for (const one of units) one.checked = false;
  else every.checked = !units.some((one) => one.checked);
});

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const told = new FormData(form);
  const button = form.querySelector("button");
  button.disabled = true;
  attempt(async () => {
    const wish = { kind: told.get("kind"), month: told.get("month"), units: told.getAll("units") };
    const made = await call("POST", "/v1/drafts", wish);
    location.href = `/drafts/${made.order.id}`;
  }).finally(() => (button.disabled = false));
});
