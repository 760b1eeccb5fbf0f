// Gives a message's frame the height of its message and the page's theme. The frame has no origin, so both sides know each
// other by their windows alone. Pictures from elsewhere come with a document of its own, whose policy lets them load.
const frames = new Map();
const MOST = 20_000;

const theme = () => document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const tellTheme = (frame) => frame.contentWindow?.postMessage({ crewTheme: theme() }, "*");

// What is being read stays where it is when a message above it finds its height.
function resize(frame, height) {
  const scroller = frame.closest(".pane-body") ?? document.scrollingElement;
  const isAbove = frame.getBoundingClientRect().top < scroller.getBoundingClientRect().top;
  const wanted = scroller.scrollTop + height - frame.offsetHeight;
  frame.style.blockSize = `${height}px`;
  if (isAbove) scroller.scrollTop = wanted;
}

class MessageFrame extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    frames.set(this, this.frame);
    this.addEventListener("click", (event) => event.target.closest("[data-remote]") && this.showRemote(event.target.closest("[data-remote]")));
  }

  disconnectedCallback() {
    frames.delete(this);
  }

  showRemote(button) {
    this.frame.removeAttribute("srcdoc");
    this.frame.src = button.dataset.remote;
    button.parentElement.remove();
  }
}
customElements.define("message-frame", MessageFrame);

addEventListener("message", ({ source, data }) => {
  if (!Number.isFinite(data?.crewFrame)) return;
  for (const frame of frames.values()) {
    if (frame.contentWindow !== source) continue;
    resize(frame, Math.min(Math.max(0, data.crewFrame), MOST));
    tellTheme(frame);
  }
});
document.addEventListener("crew:theme", () => frames.values().forEach(tellTheme));
