// What happens elsewhere becomes events on document (see templates/README.md). When the stream cannot be reached, `poll-url` is asked.
const POLL_EVERY = 15_000;
const LONGEST_WAIT = 30_000;
const HIDDEN_FOR = 60_000;
const FAILURES_BEFORE_POLLING = 2;

class CrewLive extends HTMLElement {
  connectedCallback() {
    this.last = new URL(this.getAttribute("src"), location.href).searchParams.get("after") ?? "";
    this.failures = 0;
    this.gone = new AbortController();
    document.addEventListener("visibilitychange", this, { signal: this.gone.signal });
    for (const name of ["online", "offline", "pagehide"]) addEventListener(name, this, { signal: this.gone.signal });
    this.connect();
  }

  disconnectedCallback() {
    this.gone.abort();
    this.stop();
  }

  // A browser allows six streams to one host: tabs that nobody looks at give theirs back.
  handleEvent({ type }) {
    clearTimeout(this.rest);
    if (type === "pagehide") this.stop();
    else if (type === "offline") this.show("offline");
    else if (document.hidden) this.rest = setTimeout(() => this.stop(), HIDDEN_FOR);
    else if (this.source?.readyState !== EventSource.OPEN) this.connect();
  }

  connect() {
    this.source?.close();
    clearTimeout(this.retry);
    const url = new URL(this.getAttribute("src"), location.href);
    if (this.last) url.searchParams.set("after", this.last);
    this.source = new EventSource(url, { withCredentials: url.origin !== location.origin });
    if (!this.polling) this.show("connecting");
    this.source.onopen = () => this.opened();
    this.source.onmessage = (event) => this.tell(JSON.parse(event.data));
    this.source.onerror = () => this.failed();
  }

  opened() {
    this.failures = 0;
    this.stopPolling();
    this.show("live");
  }

  // Our own retry instead of the browser's: with jitter, so that a restarted server is not met by everybody at once.
  failed() {
    this.source.close();
    this.failures += 1;
    this.retry = setTimeout(() => this.connect(), Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures) * (0.5 + Math.random()));
    if (this.failures < FAILURES_BEFORE_POLLING || !this.hasAttribute("poll-url")) this.show("connecting");
    else if (!this.polling) {
      this.polling = setInterval(() => this.poll(), POLL_EVERY);
      this.poll();
    }
  }

  async poll() {
    const url = new URL(this.getAttribute("poll-url"), location.href);
    url.searchParams.set("after", this.last);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      for (const event of (await answer.json()).events) this.tell(event);
      if (this.polling) this.show("polling");
    } catch {
      this.show("offline");
    }
  }

  tell(detail) {
    this.last = detail.id ?? this.last;
    for (const name of [detail.kind, detail.type, `${detail.type}:${detail.subject}`]) {
      document.dispatchEvent(new CustomEvent(`crew:${name}`, { detail }));
    }
  }

  stopPolling() {
    clearInterval(this.polling);
    this.polling = null;
  }

  stop() {
    this.source?.close();
    clearTimeout(this.retry);
    this.stopPolling();
  }

  show(state) {
    if (this.getAttribute("state") === state) return;
    this.setAttribute("state", state);
    this.title = this.dataset[state] ?? "";
    this.replaceChildren(Object.assign(document.createElement("span"), { textContent: this.title }));
    document.dispatchEvent(new CustomEvent("crew:live", { detail: { state } }));
  }
}
customElements.define("crew-live", CrewLive);
