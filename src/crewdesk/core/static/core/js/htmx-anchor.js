// In a scroller marked `data-anchor`, what is being read stays where it is when live rows arrive: the first visible
// element with an id is the anchor. Only swaps that nobody asked for by hand count; a press on a filter may move things.
(() => {
  const idsIn = (scroller) => [...scroller.querySelectorAll("[id]")];
  const isHandmade = (event) => event?.isTrusted && event.type !== "load";
  const isRead = (scroller) => scroller.scrollTop > 0 || scroller.matches(":hover, :focus-within");
  let kept = null;

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const scroller = detail.target.closest("[data-anchor]") || detail.target.querySelector("[data-anchor]");
    kept = null;
    if (!scroller || isHandmade(detail.requestConfig.triggeringEvent)) return;
    const elements = idsIn(scroller);
    const top = scroller.getBoundingClientRect().top;
    const anchor = elements.find((element) => !element.contains(detail.target) && element.getBoundingClientRect().bottom > top + 1);
    kept = { known: new Set(elements.map((element) => element.id)), at: scroller.scrollTop };
    if (anchor && isRead(scroller)) Object.assign(kept, { id: anchor.id, offset: anchor.getBoundingClientRect().top - top });
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const state = kept;
    kept = null;
    if (!detail.target) return; // Going back in history swaps the whole body.
    const target = document.getElementById(detail.target.id) || detail.target;
    const scroller = target.closest("[data-anchor]") || target.querySelector("[data-anchor]");
    if (!state || !scroller) return;
    const fresh = idsIn(scroller).filter((element) => !state.known.has(element.id));
    for (const element of fresh) if (element.matches(".row, tr, .message")) element.classList.add("is-new");
    if (!state.id) return;
    hold(scroller, state);
    showPill(scroller, fresh);
  });

  function hold(scroller, { id, offset, at }) {
    scroller.scrollTop = at;
    const anchor = document.getElementById(id);
    if (anchor) scroller.scrollTop += anchor.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
  }

  function showPill(scroller, fresh) {
    const pill = scroller.querySelector("[data-new-above]");
    const top = scroller.getBoundingClientRect().top;
    if (!pill || !fresh.some((element) => element.getBoundingClientRect().bottom <= top + 1)) return;
    pill.hidden = false;
    pill.addEventListener("click", () => scroller.scrollTo({ top: 0, behavior: "smooth" }), { once: true });
    scroller.addEventListener("scroll", function seen() {
      if (scroller.scrollTop > 8) return;
      pill.hidden = true;
      scroller.removeEventListener("scroll", seen);
    });
  }
})();
