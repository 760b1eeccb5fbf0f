// What the clock says where the customer is.
const language = document.documentElement.lang || undefined;

class LocalTime extends HTMLElement {
  connectedCallback() {
    try {
      this.format = new Intl.DateTimeFormat(language, { timeZone: this.dataset.zone, weekday: "short", hour: "numeric", minute: "2-digit" });
    } catch {
      return; // A zone that this browser does not know stays written out.
    }
    this.show();
    this.timer = setInterval(() => this.show(), 20_000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    this.textContent = this.format.format(new Date());
    this.title = this.dataset.zone;
  }
}
customElements.define("local-time", LocalTime);
