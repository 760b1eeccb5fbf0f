// Instants in the reader's language and zone: the page's `data-time-zone`, else the browser's.
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const WEEK = 604800;

const root = document.documentElement;
const language = root.lang || undefined;
const timeZone = root.dataset.timeZone || undefined;
const formatter = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
const FULL = formatter({ dateStyle: "full", timeStyle: "short" });
const MEDIUM = formatter({ dateStyle: "medium", timeStyle: "short" });
const DATE = formatter({ dateStyle: "medium" });
const CLOCK = formatter({ timeStyle: "short" });
const MONTH_DAY = formatter({ month: "short", day: "numeric" });
const YEAR = formatter({ year: "numeric" });
const AGO = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

const isSame = (format, one, other) => format.format(one) === format.format(other);

function dateOrClock(instant, now) {
  if (isSame(DATE, instant, now)) return CLOCK.format(instant);
  return (isSame(YEAR, instant, now) ? MONTH_DAY : DATE).format(instant);
}

function relative(instant, now) {
  const seconds = Math.round((instant - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return AGO.format(0, "second");
  if (size < HOUR) return AGO.format(Math.round(seconds / MINUTE) || Math.sign(seconds), "minute");
  if (size < DAY) return AGO.format(Math.round(seconds / HOUR), "hour");
  if (size < WEEK) return AGO.format(Math.round(seconds / DAY), "day");
  return dateOrClock(instant, now);
}

const FORMATS = { relative, short: dateOrClock, full: (at) => MEDIUM.format(at), date: (at) => DATE.format(at) };
const shown = new Set();

class CrewTime extends HTMLElement {
  connectedCallback() {
    shown.add(this);
    this.update(new Date());
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  update(now) {
    const time = this.querySelector("time");
    const instant = new Date(time.dateTime);
    const text = FORMATS[this.getAttribute("format") || "relative"](instant, now);
    if (time.textContent !== text) time.textContent = text;
    time.title ||= FULL.format(instant);
  }
}
customElements.define("crew-time", CrewTime);

setInterval(() => {
  const now = new Date();
  for (const element of shown) element.update(now);
}, 30_000);
