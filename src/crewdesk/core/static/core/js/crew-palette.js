// Ctrl/Cmd-K: commands of this page (a JSON list and every `data-key` element) and, from `src`, whatever the desk finds.
const PAUSE = 120;
const has = (words) => (command) => words.every((word) => command.label.toLowerCase().includes(word));

class CrewPalette extends HTMLElement {
  connectedCallback() {
    const json = this.querySelector("script[type='application/json']");
    this.given = json ? JSON.parse(json.textContent) : [];
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.results = this.querySelector("crew-options");
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.move(event));
    this.results.addEventListener("choose", (event) => this.run(event.detail));
    this.dialog.addEventListener("mousedown", (event) => event.target === this.dialog && this.dialog.close());
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.show();
  }

  show() {
    this.input.value = "";
    this.dialog.showModal();
    this.search();
  }

  get pageCommands() {
    const Keys = customElements.get("crew-keys");
    const elements = [...document.querySelectorAll("a[data-key], button[data-key]")].filter((element) => !element.disabled);
    return elements.map((element) => ({
      label: Keys.label(element),
      keys: element.dataset.key,
      group: element.dataset.keyGroup || this.dataset.pageLabel,
      run: () => element.click(),
    }));
  }

  search() {
    const query = this.input.value.trim();
    const local = [...this.given, ...this.pageCommands].filter(has(query.toLowerCase().split(/\s+/)));
    this.list(local);
    clearTimeout(this.wait);
    this.asking?.abort();
    if (query && this.hasAttribute("src")) this.wait = setTimeout(() => this.ask(query, local), PAUSE);
  }

  async ask(query, local) {
    this.asking = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", query);
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.list([...local, ...(await answer.json()).results]);
    } catch (problem) {
      if (problem.name !== "AbortError") this.list(local);
    }
  }

  list(commands) {
    this.results.fill(commands);
    this.querySelector(".palette-none").hidden = commands.length > 0;
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.results.step(step);
    else if (event.key === "Enter" && this.results.current) this.run(this.results.current);
    else return;
    event.preventDefault();
  }

  run(command) {
    this.dialog.close();
    if (command.run) command.run();
    else location.assign(command.url);
  }
}
customElements.define("crew-palette", CrewPalette);
