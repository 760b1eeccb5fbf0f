// The page of a ticket: fetches what it missed, stays at the end of the conversation, tells who else is here.
import "./dialog-picks.js";
import "./local-time.js";
import "./ticket-composer.js";
import "./ticket-presses.js";
import "./ticket-requests.js";

const HEARTBEAT = 15_000;
const NEAR = 48;

class TicketPage extends HTMLElement {
  connectedCallback() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    const hear = ({ detail }) => (detail.kind === "presence.changed" ? this.showPresence() : this.refreshSoon());
    document.addEventListener(`crew:ticket:${this.dataset.id}`, hear, { signal });
    document.addEventListener("crew:live", ({ detail }) => this.line(detail.state), { signal });
    addEventListener("pagehide", () => this.beat({ leave: 1 }), { signal });
    this.beating = setInterval(() => document.hidden || this.beat(), HEARTBEAT);
    this.beat();
    this.showPresence();
    this.stayAtEnd();
  }

  disconnectedCallback() {
    this.gone.abort();
    this.sizes.disconnect();
    clearInterval(this.beating);
    clearTimeout(this.soon);
    this.beat({ leave: 1 });
  }

  get head() {
    return this.querySelector(".ticket-head");
  }

  get composer() {
    return this.querySelector("ticket-composer");
  }

  line(state) {
    if (state === "live" && this.wasGone) this.refresh();
    this.wasGone = state === "offline" || state === "polling";
  }

  refreshSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.refresh(), 150);
  }

  /** Fetch what was missed. */
  refresh() {
    return window.htmx.ajax("GET", this.dataset.news, { source: this, target: this, swap: "none" });
  }

  /** Whoever is at the end stays there while messages come and frames and the composer find their height. */
  stayAtEnd() {
    const scroller = this.querySelector("#conversation");
    const toEnd = () => this.isAtEnd && (scroller.scrollTop = scroller.scrollHeight);
    const linked = location.hash.startsWith("#comment-") ? this.querySelector(location.hash) : null;
    this.isAtEnd = !linked;
    linked?.scrollIntoView({ block: "start" });
    // Only upwards is away: what grows below while one is at the end leaves the position as it was.
    let last = 0;
    scroller.addEventListener("scroll", () => {
      if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR) this.isAtEnd = true;
      else if (scroller.scrollTop < last) this.isAtEnd = false;
      last = scroller.scrollTop;
    });
    this.sizes = new ResizeObserver(toEnd);
    this.sizes.observe(scroller);
    this.sizes.observe(this.querySelector("#timeline"));
  }

  async showPresence() {
    const answer = await fetch(this.dataset.presence).catch(() => null);
    const place = this.querySelector("#presence");
    if (answer?.ok && place) place.innerHTML = await answer.text();
  }

  beat(more = { typing: this.composer?.isTyping ? 1 : 0 }) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    fetch(this.dataset.heartbeat, { method: "POST", headers, body: new URLSearchParams(more), keepalive: true }).catch(() => null);
  }
}
customElements.define("ticket-page", TicketPage);
