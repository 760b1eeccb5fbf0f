// Keys of the page, read from `data-key` on links, buttons and fields: "r", "g i", "mod+Enter" (Ctrl or Cmd).
// Single letters can be turned off in the list that `?` opens (WCAG 2.1.4); what needs Ctrl or Cmd always works.
const PAUSE = 1200;
const isField = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const make = (tag, text, parent) => Object.assign(parent.appendChild(document.createElement(tag)), { textContent: text });

class CrewKeys extends HTMLElement {
  connectedCallback() {
    this.typed = "";
    document.addEventListener("keydown", this);
    this.innerHTML = `<crew-dialog id="crew-keys-help"><dialog class="dialog wide"><div class="dialog-head"><h2 class="dialog-title"></h2>
      <button type="button" class="button quiet" data-close></button></div>
      <div class="dialog-body stack loose"><div class="keys-grid"></div><label class="check"><input type="checkbox" class="switch"><span></span></label></div></dialog></crew-dialog>`;
    const text = { h2: "title", "[data-close]": "close-label", "label span": "single-label" };
    for (const [where, name] of Object.entries(text)) this.querySelector(where).textContent = this.getAttribute(name);
    this.toggle = this.querySelector("input");
    this.toggle.checked = this.toggle.defaultChecked = localStorage.getItem("crew-single-keys") !== "off";
    this.toggle.addEventListener("change", () => localStorage.setItem("crew-single-keys", this.toggle.checked ? "on" : "off"));
    this.querySelector("dialog").addEventListener("toggle", (event) => event.newState === "open" && this.list());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    const hasMod = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented || event.altKey || event.isComposing || event.key === "Shift") return;
    if (event.key === "Escape" && isField(event.target) && !event.target.closest("dialog, [popover]")) event.target.blur();
    if (!hasMod && (isField(event.target) || !this.toggle.checked)) return;
    if (!hasMod && document.querySelector("dialog[open], .menu:popover-open")) return;
    const key = hasMod ? `mod+${event.key}` : event.key;
    if (key === "?") this.firstElementChild.show();
    else if (!this.press(`${this.typed} ${key}`.trim(), event) && this.typed) this.press(key, event);
  }

  /** Press what `keys` names, or wait for the rest of a sequence. Says whether it was either. */
  press(keys, event) {
    const all = [...document.querySelectorAll("[data-key]")];
    const hits = all.filter((element) => element.dataset.key === keys && !element.disabled && element.ariaDisabled !== "true");
    const isBegun = all.some((element) => element.dataset.key.startsWith(`${keys} `));
    clearTimeout(this.timer);
    this.typed = isBegun ? keys : "";
    if (isBegun) this.timer = setTimeout(() => (this.typed = ""), PAUSE);
    const form = event.target.closest?.("form");
    const hit = hits.find((element) => form?.contains(element)) || hits.find((element) => element.checkVisibility()) || hits[0];
    if (!hit) return isBegun;
    event.preventDefault();
    if (isField(hit)) hit.focus();
    else hit.click();
    return true;
  }

  list() {
    const groups = new Map([[this.getAttribute("general-label"), new Map([["?", this.getAttribute("help-label")]])]]);
    const palette = document.querySelector("crew-palette");
    if (palette) groups.values().next().value.set("mod+K", palette.dataset.label);
    for (const element of document.querySelectorAll("[data-key]")) {
      const group = element.dataset.keyGroup || this.getAttribute("other-label");
      if (!groups.has(group)) groups.set(group, new Map());
      groups.get(group).set(element.dataset.key, CrewKeys.label(element));
    }
    const grid = this.querySelector(".keys-grid");
    grid.replaceChildren();
    for (const [group, keys] of groups) this.section(grid, group, keys);
  }

  section(grid, group, keys) {
    const section = make("section", "", grid);
    make("h3", group, section);
    const list = make("dl", "", section);
    list.className = "keys-list";
    for (const [key, label] of keys) {
      const line = make("div", "", list);
      make("dt", label, line);
      const value = make("dd", "", line);
      for (const part of CrewKeys.parts(key)) make("kbd", part, value);
    }
  }

  static parts(key) {
    const mod = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
    return key.split(/[ +]/).map((part) => (part === "mod" ? mod : part));
  }

  static label(element) {
    if (element.dataset.keyLabel || element.ariaLabel) return element.dataset.keyLabel || element.ariaLabel;
    const copy = element.cloneNode(true);
    for (const kbd of copy.querySelectorAll("kbd, .count")) kbd.remove();
    return copy.textContent.trim();
  }
}
customElements.define("crew-keys", CrewKeys);
