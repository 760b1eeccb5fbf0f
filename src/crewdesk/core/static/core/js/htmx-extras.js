// What every htmx request of ours does: says that it is busy, keeps the focus, tells what failed.
(() => {
  const MESSAGES = { 401: "refused", 403: "refused", 404: "gone", 410: "gone", 409: "stale", 412: "stale", 429: "busy" };
  const toast = (name, kind = "danger") => {
    const text = document.getElementById("toaster").dataset[name];
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
  };
  const on = (name, act) => document.addEventListener(`htmx:${name}`, act);

  let underWay = 0;
  const count = (change) => {
    underWay = Math.max(0, underWay + change);
    document.body.classList.toggle("is-loading", underWay > 0);
  };
  on("beforeSend", ({ detail }) => {
    count(1);
    detail.target?.setAttribute("aria-busy", "true");
    detail.requestConfig.triggeringEvent?.submitter?.setAttribute("aria-busy", "true");
  });
  on("afterRequest", ({ detail }) => {
    count(-1);
    detail.target?.removeAttribute("aria-busy");
    detail.requestConfig.triggeringEvent?.submitter?.removeAttribute("aria-busy");
  });

  // The server may answer an error with a toast of its own; then ours would only repeat it.
  on("responseError", ({ detail: { xhr } }) => {
    if (!xhr.getResponseHeader("HX-Trigger")?.includes("toast")) toast(MESSAGES[xhr.status] || "failed");
  });
  on("sendError", () => toast("offline"));
  on("timeout", () => toast("failed"));
  addEventListener("offline", () => toast("offline", "warning"));
  addEventListener("online", () => toast("online", "success"));

  // An answer that is only a toast says why nothing changed: it is shown, and nothing is swapped.
  on("beforeSwap", ({ detail }) => {
    if (!detail.serverResponse?.trimStart().startsWith("<crew-toast")) return;
    detail.shouldSwap = false;
    document.getElementById("toaster").insertAdjacentHTML("beforeend", detail.serverResponse);
  });

  // htmx gives the focus back to elements with an id; a link is known again by its address, a field by its name.
  let focused = "";
  const trait = (element, name) => element.getAttribute(name) && `${element.localName}[${name}="${CSS.escape(element.getAttribute(name))}"]`;
  on("beforeSwap", ({ detail }) => {
    const element = document.activeElement;
    focused = detail.target.contains(element) ? trait(element, "id") || trait(element, "href") || trait(element, "name") || "" : "";
  });
  on("afterSettle", () => {
    if (focused && document.activeElement === document.body) document.querySelector(focused)?.focus({ preventScroll: true });
    focused = "";
  });
})();
