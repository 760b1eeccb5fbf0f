// A button and a popover: places it beside the button, and gives it the keys of a menu.
// Menus with fields in them stay plain popovers for screen readers; only pure lists of actions are role=menu.
const GAP = 4;
const EDGE = 8;
const clamp = (value, least, most) => Math.max(least, Math.min(value, most));

class CrewMenu extends HTMLElement {
  connectedCallback() {
    this.menu = this.querySelector("[popover]");
    this.button = this.querySelector("[popovertarget]");
    if (!this.menu || !this.button) return;
    this.menu.addEventListener("toggle", (event) => (event.newState === "open" ? this.opened() : this.closed()));
    this.menu.addEventListener("keydown", (event) => this.move(event));
    this.menu.addEventListener("click", (event) => {
      if (event.target.closest(".menu-item:not([data-stay])")) this.menu.hidePopover();
    });
    this.button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      this.menu.showPopover();
    });
    this.name();
  }

  disconnectedCallback() {
    this.closed();
  }

  get items() {
    return [...this.menu.querySelectorAll(".menu-item")].filter((item) => item.checkVisibility() && !item.disabled);
  }

  name() {
    const controls = [...this.menu.querySelectorAll("a, button, input, select, textarea")];
    const isPure = controls.length > 0 && controls.every((control) => control.matches(".menu-item"));
    this.button.setAttribute("aria-expanded", "false");
    if (!isPure) return;
    this.button.setAttribute("aria-haspopup", "menu");
    this.menu.role = "menu";
    this.menu.setAttribute("aria-label", this.button.getAttribute("aria-label") || this.button.textContent.trim());
    for (const item of controls) {
      item.role ||= item.hasAttribute("aria-checked") ? "menuitemradio" : "menuitem";
      item.tabIndex = -1;
    }
  }

  opened() {
    this.button.setAttribute("aria-expanded", "true");
    this.place();
    this.follow = () => this.place();
    addEventListener("scroll", this.follow, { capture: true, passive: true });
    addEventListener("resize", this.follow);
    (this.menu.querySelector("[autofocus]") || this.items[0])?.focus({ preventScroll: true });
  }

  closed() {
    this.button?.setAttribute("aria-expanded", "false");
    removeEventListener("scroll", this.follow, { capture: true });
    removeEventListener("resize", this.follow);
  }

  place() {
    const at = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const fitsBelow = at.bottom + GAP + height <= innerHeight - EDGE || at.top < innerHeight - at.bottom;
    const isRightToLeft = getComputedStyle(this).direction === "rtl";
    const fromStart = isRightToLeft ? at.right - width : at.left;
    this.menu.style.top = `${Math.max(EDGE, fitsBelow ? at.bottom + GAP : at.top - GAP - height)}px`;
    this.menu.style.left = `${clamp(fromStart, EDGE, innerWidth - width - EDGE)}px`;
  }

  move(event) {
    const items = this.items;
    const here = items.indexOf(document.activeElement);
    const steps = { ArrowDown: here + 1, ArrowUp: here < 0 ? -1 : here - 1, Home: 0, End: -1 };
    const isTyping = event.target.matches("input, select, textarea");
    let next = items.at(steps[event.key] % items.length);
    if (!(event.key in steps)) {
      if (isTyping || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.key === " ") return;
      const order = [...items.slice(here + 1), ...items.slice(0, here + 1)];
      next = order.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    } else if (isTyping && (event.key === "Home" || event.key === "End")) return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  }
}
customElements.define("crew-menu", CrewMenu);
