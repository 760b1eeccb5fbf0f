// The edge between the list and what is read: drag it, or use the arrow keys. The width is kept for this browser.
const LEAST = 240;
const MOST = 640;
const STEP = 16;

class CrewSplit extends HTMLElement {
  connectedCallback() {
    this.role = "region";
    this.ariaLabel = this.getAttribute("label");
    const separator = { role: "separator", tabIndex: 0, ariaOrientation: "vertical", ariaLabel: this.ariaLabel };
    this.bar = Object.assign(document.createElement("div"), separator, { ariaValueMin: LEAST, ariaValueMax: MOST });
    this.bar.ariaValueNow = this.width;
    this.replaceChildren(this.bar);
    this.bar.addEventListener("pointerdown", (event) => this.drag(event));
    this.bar.addEventListener("keydown", (event) => this.press(event));
  }

  get width() {
    return Math.round(this.previousElementSibling.getBoundingClientRect().width);
  }

  get towardsEnd() {
    return getComputedStyle(this).direction === "rtl" ? -1 : 1;
  }

  drag(event) {
    const [start, width] = [event.clientX, this.width];
    const move = ({ clientX }) => this.resize(width + (clientX - start) * this.towardsEnd);
    const drop = () => {
      this.bar.classList.remove("is-dragged");
      this.bar.removeEventListener("pointermove", move);
    };
    event.preventDefault();
    this.bar.setPointerCapture(event.pointerId);
    this.bar.classList.add("is-dragged");
    this.bar.addEventListener("pointermove", move);
    this.bar.addEventListener("lostpointercapture", drop, { once: true });
  }

  press(event) {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    this.resize(this.width + direction * this.towardsEnd * STEP);
  }

  resize(wanted) {
    const width = Math.round(Math.max(LEAST, Math.min(wanted, MOST)));
    document.documentElement.style.setProperty("--list-width", `${width}px`);
    this.bar.ariaValueNow = width;
    localStorage.setItem("crew-list-width", width);
  }
}
customElements.define("crew-split", CrewSplit);
