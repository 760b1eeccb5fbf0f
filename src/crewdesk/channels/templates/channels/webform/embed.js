// Puts the form where this script stands, and gives its frame the height that it needs.
(() => {
  const script = document.currentScript;
  const address = new URL("{{ address|escapejs }}");
  const language = script.dataset.lang || document.documentElement.lang;
  if (language) address.searchParams.set("lang", language);
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = script.dataset.title || "{% translate 'Write to us' as title %}{{ title|escapejs }}";
  frame.style.cssText = "display:block;inline-size:100%;block-size:48rem;border:0;color-scheme:light dark";
  script.after(frame);
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== address.origin || !Number.isFinite(data?.crewdeskHeight)) return;
    frame.style.blockSize = `${Math.min(Math.max(160, data.crewdeskHeight), 20_000)}px`;
    if (data.crewdeskMoved) frame.scrollIntoView({ block: "nearest" });
  });
})();
