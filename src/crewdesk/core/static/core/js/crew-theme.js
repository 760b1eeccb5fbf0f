// Buttons with value auto, light or dark. Every switch on the page, and in other tabs, follows.
class CrewTheme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    addEventListener("storage", this);
    document.addEventListener("crew:theme", this);
    this.show();
  }

  disconnectedCallback() {
    removeEventListener("storage", this);
    document.removeEventListener("crew:theme", this);
  }

  handleEvent(event) {
    const button = event.type === "click" && event.target.closest("button[value]");
    if (button) this.choose(button.value);
    else if (event.type !== "click") this.show();
  }

  choose(theme) {
    if (theme === "auto") localStorage.removeItem("crew-theme");
    else localStorage.setItem("crew-theme", theme);
    document.dispatchEvent(new CustomEvent("crew:theme"));
  }

  show() {
    const theme = localStorage.getItem("crew-theme") || "auto";
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of this.querySelectorAll("button[value]")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}
customElements.define("crew-theme", CrewTheme);
