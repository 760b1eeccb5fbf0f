// Looks for answers while the page is being looked at. The server says 304 as long as there is nothing new.
const SECONDS = 12;

class RequestNews extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => document.hidden || this.look(), SECONDS * 1000);
    this.onSeen = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", this.onSeen);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.onSeen);
  }

  async look() {
    const address = `${this.getAttribute("src")}?after=${this.getAttribute("after")}`;
    const headers = { "If-None-Match": this.getAttribute("etag") };
    const answer = await fetch(address, { headers, cache: "no-store" }).catch(() => null);
    if (answer?.status !== 200) return;
    // Signed out meanwhile: the next press leads to the sign-in.
    if (answer.redirected) return this.disconnectedCallback();
    this.setAttribute("etag", answer.headers.get("ETag"));
    this.show(await answer.text());
  }

  show(html) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    const { content, dataset } = holder.querySelector("template");
    document.getElementById("request-state").replaceChildren(...content.querySelector("[data-part=state]").childNodes);
    for (const message of content.querySelectorAll("[data-part=messages] > article")) {
      if (!document.getElementById(message.id)) this.firstElementChild.append(document.importNode(message, true));
    }
    this.setAttribute("after", dataset.last);
  }
}
customElements.define("request-news", RequestNews);
