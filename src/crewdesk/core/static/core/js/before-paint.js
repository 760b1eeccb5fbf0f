// Loaded without defer: the reader's theme and list width hold from the first frame, so nothing flashes or jumps.
(() => {
  try {
    const root = document.documentElement;
    const theme = localStorage.getItem("crew-theme");
    if (theme) root.dataset.theme = theme;
    const width = localStorage.getItem("crew-list-width");
    if (width) root.style.setProperty("--list-width", `${parseInt(width, 10)}px`);
  } catch {
    // A browser that keeps no storage for us gets the defaults.
  }
})();
