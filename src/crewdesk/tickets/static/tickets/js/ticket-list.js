// A list of tickets: moves by keys (the hidden buttons `data-act` carry them), opens tickets beside itself on wide screens.
import { ListLive } from "./list-live.js";
import { ListSelection } from "./list-selection.js";

const WIDE = matchMedia("(min-width: 87.5rem)");
const isPlainPress = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

class TicketList extends HTMLElement {
  connectedCallback() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    this.selection = new ListSelection(this, signal);
    // Results of a search are as they were found.
    if (this.dataset.rows) this.live = new ListLive(this, signal);
    this.addEventListener("click", this, { signal });
    this.addEventListener("click", (event) => this.selection.pressed(event), { capture: true, signal });
    this.markOpen();
  }

  disconnectedCallback() {
    this.gone.abort();
    this.live?.stop();
  }

  get links() {
    return [...this.querySelectorAll("a.row-title")];
  }

  get here() {
    const focused = document.activeElement?.closest?.(".ticket-row") || this.querySelector(".ticket-row[aria-current]");
    return this.links.indexOf(focused?.querySelector("a.row-title"));
  }

  handleEvent(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) return this.act(act);
    const link = event.target.closest("a.row-title");
    if (!link || !WIDE.matches || !isPlainPress(event)) return;
    event.preventDefault();
    this.open(link);
  }

  act(name) {
    const at = this.here;
    if (name === "down" || name === "up") this.links.at(Math.max(0, at + (name === "down" ? 1 : -1)))?.focus();
    else if (name === "open") this.links[at]?.click();
    else if (name === "select") this.selection.toggle(this.links[at]);
    else if (name === "all") this.selection.toggleAll();
  }

  async open(link) {
    this.stepAside();
    const target = document.getElementById("main");
    await window.htmx.ajax("GET", link.getAttribute("href"), { source: link, target, swap: "innerHTML show:top" });
    this.markOpen();
  }

  /** From being the page's main part to standing before it. */
  stepAside() {
    const pane = this.closest(".pane-list");
    pane.closest("#main")?.before(pane);
  }

  /** The row of the ticket that stands beside the list. */
  markOpen() {
    for (const link of this.links) {
      const isOpen = new URL(link.href).pathname === location.pathname;
      link.closest(".ticket-row").toggleAttribute("aria-current", isOpen);
      if (!isOpen) continue;
      link.closest(".ticket-row").setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
    }
  }
}
customElements.define("ticket-list", TicketList);
