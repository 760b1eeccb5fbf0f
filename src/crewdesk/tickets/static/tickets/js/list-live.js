// Keeps the rows of a list true: what changed is fetched in one request for a burst of events. Rows that are on the page
// are replaced where they stand, rows that left the view fade there, and new ones wait behind a button: nothing jumps.
const PAUSE = 400;

export class ListLive {
  constructor(list, signal) {
    this.list = list;
    this.wasGone = false;
    this.changed = new Set();
    this.fresh = new Set();
    document.addEventListener("crew:ticket", ({ detail }) => detail.kind.startsWith("ticket.") && this.note(detail.subject), { signal });
    document.addEventListener("crew:live", ({ detail }) => this.line(detail.state), { signal });
  }

  stop() {
    clearTimeout(this.timer);
  }

  // After a gap in the line nobody knows what was missed: all rows are asked for again.
  line(state) {
    if (state !== "live") this.wasGone ||= state !== "connecting";
    else if (this.wasGone) for (const row of this.list.querySelectorAll(".ticket-row")) this.note(row.id.slice("ticket-".length));
  }

  note(id) {
    this.changed.add(String(id));
    this.timer ||= setTimeout(() => this.fetch(), PAUSE);
  }

  async fetch() {
    const ids = [...this.changed];
    this.changed.clear();
    this.timer = null;
    const { rows, view } = this.list.dataset;
    const answer = await fetch(`${rows}?view=${view}&ids=${ids.join(",")}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ids) this.settle(id, found.getElementById(`ticket-${id}`));
    this.announce();
  }

  settle(id, row) {
    const present = this.list.querySelector(`#ticket-${id}`);
    if (!row) return present ? present.classList.add("is-gone") : this.fresh.delete(id);
    if (!present) return this.fresh.add(id);
    const box = present.querySelector("input[name=number]");
    const hadFocus = document.activeElement?.closest(".ticket-row") === present && document.activeElement;
    row = document.adoptNode(row);
    row.querySelector("input[name=number]").checked = box.checked;
    row.classList.add("is-new", ...(box.checked ? ["is-selected"] : []));
    present.replaceWith(row);
    if (hadFocus) row.querySelector(hadFocus.matches("a") ? "a.row-title" : "input")?.focus({ preventScroll: true });
    this.list.markOpen();
  }

  announce() {
    const button = this.list.querySelector("[data-new-rows]");
    const count = this.fresh.size;
    button.hidden = count === 0;
    button.textContent = count === 1 ? this.list.dataset.one : this.list.dataset.many.replace("#", count);
  }
}
