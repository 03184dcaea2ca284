import { call, notice } from "/static/app.js";

document.querySelector("#records").addEventListener("click", async (event) => {
  const act = event.target.dataset.act;
  const item = event.target.closest("[data-record]");
  if (!act || !item) return;
  try {
    if (act === "edit") {
      const value = prompt("新数值");
      if (value === null) return;
      await call("PATCH", `/v1/records/${item.dataset.record}`, { value });
    } else await call("POST", `/v1/records/${item.dataset.record}/${act}`);
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});
