// Tickets moved: the counts of the views may have changed. Presence of colleagues is news of tickets too, but moves none.
document.addEventListener("crew:ticket", ({ detail }) => {
  if (detail.kind.startsWith("ticket.")) document.dispatchEvent(new CustomEvent("tickets-moved"));
});
