// Links to sections of the page become tabs; without scripts they stay links.
class CrewTabs extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".tabs");
    this.tabs = [...this.list.querySelectorAll("a[href^='#']")];
    this.list.role = "tablist";
    for (const tab of this.tabs) {
      const panel = this.panel(tab);
      tab.role = "tab";
      tab.id ||= `tab-${panel.id}`;
      tab.setAttribute("aria-controls", panel.id);
      panel.role = "tabpanel";
      panel.tabIndex = 0;
      panel.setAttribute("aria-labelledby", tab.id);
    }
    this.list.addEventListener("click", this);
    this.list.addEventListener("keydown", this);
    this.choose(this.tabs.find((tab) => tab.hash === location.hash) || this.tabs[0]);
  }

  panel(tab) {
    return this.querySelector(`#${CSS.escape(tab.hash.slice(1))}`);
  }

  handleEvent(event) {
    const here = this.tabs.indexOf(event.target.closest("a"));
    if (here < 0) return;
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const steps = { [forward]: here + 1, [backward]: here - 1, Home: 0, End: -1 };
    if (event.type === "keydown" && !(event.key in steps)) return;
    event.preventDefault();
    const tab = event.type === "click" ? this.tabs[here] : this.tabs.at(steps[event.key] % this.tabs.length);
    this.choose(tab);
    tab.focus();
  }

  choose(chosen) {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      this.panel(tab).hidden = tab !== chosen;
    }
  }
}
customElements.define("crew-tabs", CrewTabs);
