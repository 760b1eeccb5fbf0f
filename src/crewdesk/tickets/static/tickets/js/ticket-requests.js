// What the requests of a ticket's page have in common.
const page = () => document.querySelector("ticket-page");
const isTyped = (field) => field?.matches?.("input:not([type=hidden]), textarea") && field.value !== field.defaultValue;

// Every request says what the page knows, so that the answer holds what it does not.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!page() || !detail.elt.closest("ticket-page, #side-pane, #dialogs")) return;
  detail.parameters.since = page().head.dataset.event;
  if (!page().composer?.hasText) detail.parameters.idle = "1";
});

// What somebody is typing into is not replaced under their hands; the composer alone is, once its message is sent.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const field = document.activeElement;
  if (detail.target.id !== "composer-pane" && detail.target.contains(field) && isTyped(field)) detail.shouldSwap = false;
});

// Searching in a picker changes nothing on the ticket.
document.addEventListener("change", (event) => event.target.matches?.("#side-pane [type=search]") && event.stopPropagation(), { capture: true });
