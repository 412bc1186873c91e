/*
 * <tool-gateway-approvals api="/api/review/" csrf-token="...">: the banner with what waits, and the panel in which people decide it.
 *
 * One file, no dependency, no build step; works under a strict Content-Security-Policy (script-src 'self'). It talks to
 * io.toolgateway.web.ReviewApi, whose Javadoc has the form of the data. Every text of the data becomes a text node: nothing of it is
 * ever read as markup.
 *
 * Attributes: api (where the API is mounted), csrf-token and csrf-header (sent with every POST; X-CSRF-Token by default).
 * Events: "tool-gateway-decided" with {id, status}, bubbling. Theme: the custom properties --tg-* of :host below.
 */

const POLL_MILLIS = 2000;
const POLL_HIDDEN_MILLIS = 15000;
const PAGE = 50;
/** Rows in the document at once, whatever happens while the panel is open; as many as the API gives at once. */
const MOST_ROWS = 100;

const STYLE = `
:host {
  --tg-ink: #1c2430; --tg-soft: #55606f; --tg-line: #d9dee6; --tg-ground: #ffffff; --tg-raised: #f5f7fa;
  --tg-accent: #1b5fc1; --tg-on-accent: #ffffff; --tg-good: #12703a; --tg-bad: #b3261e; --tg-warn: #7a4d00; --tg-warn-ground: #fff4dc;
  --tg-font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; --tg-mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  display: block; color: var(--tg-ink); font: 16px/1.5 var(--tg-font);
}
@media (prefers-color-scheme: dark) {
  :host {
    --tg-ink: #e8ecf2; --tg-soft: #a8b3c2; --tg-line: #364151; --tg-ground: #161c24; --tg-raised: #1f2731;
    --tg-accent: #8ab8ff; --tg-on-accent: #0b1a30; --tg-good: #6fd398; --tg-bad: #ff9d94; --tg-warn: #ffd58a; --tg-warn-ground: #3a2c0c;
  }
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
button, input, textarea, select { font: inherit; color: inherit; }
button { cursor: pointer; border-radius: 8px; border: 1px solid var(--tg-line); background: var(--tg-ground); padding: .45rem .9rem; min-height: 2.5rem; }
button:hover:not(:disabled) { background: var(--tg-raised); }
button:disabled { cursor: default; color: var(--tg-soft); }
button.main { background: var(--tg-accent); border-color: var(--tg-accent); color: var(--tg-on-accent); font-weight: 600; }
button.main:hover:not(:disabled) { background: var(--tg-accent); filter: brightness(1.08); }
button.main:disabled { background: var(--tg-raised); border-color: var(--tg-line); color: var(--tg-soft); }
button.no { color: var(--tg-bad); border-color: var(--tg-bad); }
:focus-visible { outline: 3px solid var(--tg-accent); outline-offset: 2px; }
.banner { display: flex; align-items: center; gap: .75rem; width: 100%; text-align: left; padding: .7rem 1rem; border-radius: 12px; }
.banner.waits { background: var(--tg-warn-ground); border-color: var(--tg-warn); color: var(--tg-warn); font-weight: 600; }
.count { display: inline-grid; place-items: center; min-width: 1.75rem; height: 1.75rem; padding: 0 .5rem; border-radius: 1rem; background: var(--tg-raised); font-variant-numeric: tabular-nums; }
.waits .count { background: var(--tg-warn); color: var(--tg-warn-ground); }
.banner .grow { flex: 1; }
dialog { position: fixed; inset: 0 0 0 auto; margin: 0; height: 100dvh; max-height: none; width: min(46rem, 100vw); max-width: 100vw; border: 0;
  border-left: 1px solid var(--tg-line); padding: 0; background: var(--tg-ground); color: var(--tg-ink); box-shadow: -12px 0 40px rgb(0 0 0 / .22); }
dialog::backdrop { background: rgb(10 15 25 / .45); }
@media (prefers-reduced-motion: no-preference) { dialog[open] { animation: slide .18s ease-out; } @keyframes slide { from { transform: translateX(2rem); opacity: 0; } } }
.frame { display: flex; flex-direction: column; height: 100%; }
header { display: flex; align-items: center; gap: 1rem; padding: 1rem 1.25rem .5rem; }
header h2 { margin: 0; font-size: 1.2rem; flex: 1; }
[role=tablist] { display: flex; gap: .25rem; padding: 0 1.25rem; border-bottom: 1px solid var(--tg-line); overflow-x: auto; }
[role=tab] { border: 0; border-bottom: 3px solid transparent; border-radius: 6px 6px 0 0; background: none; white-space: nowrap; }
[role=tab][aria-selected=true] { border-bottom-color: var(--tg-accent); color: var(--tg-accent); font-weight: 600; }
[role=tabpanel] { flex: 1; overflow: auto; padding: 1.25rem; overscroll-behavior: contain; }
article { border: 1px solid var(--tg-line); border-radius: 12px; padding: 1rem 1.1rem; margin: 0 0 1rem; }
article h3 { margin: 0; font-size: 1.1rem; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; justify-content: space-between; }
.soft { color: var(--tg-soft); }
.small { font-size: .875rem; }
.meta { margin: .25rem 0 .75rem; }
dl { display: grid; grid-template-columns: minmax(7rem, 30%) 1fr; gap: .35rem 1rem; margin: .75rem 0; }
dt { color: var(--tg-soft); overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; font-weight: 500; }
dd .origin { font-weight: 400; }
.tag { display: inline-block; border-radius: 6px; padding: 0 .45rem; font-size: .8125rem; font-weight: 600; border: 1px solid currentColor; margin-inline-start: .4rem; white-space: nowrap; }
.warn { color: var(--tg-warn); } .good { color: var(--tg-good); } .bad { color: var(--tg-bad); }
.notice { background: var(--tg-warn-ground); color: var(--tg-warn); border-radius: 8px; padding: .6rem .8rem; margin: .6rem 0; overflow-wrap: anywhere; }
figure { margin: .75rem 0; padding: .6rem .9rem; border-inline-start: 4px solid var(--tg-line); background: var(--tg-raised); border-radius: 0 8px 8px 0; }
figcaption { font-size: .8125rem; color: var(--tg-soft); } figure p { margin: .25rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
mark { background: var(--tg-warn-ground); color: var(--tg-warn); border-radius: 4px; padding: 0 .2em; outline: 1px solid currentColor; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .9rem; align-items: center; }
form label { display: block; margin: .6rem 0 .2rem; font-weight: 600; }
input, textarea, select { width: 100%; padding: .5rem .65rem; border: 1px solid var(--tg-soft); border-radius: 8px; background: var(--tg-ground); min-height: 2.5rem; }
[aria-invalid=true] { border-color: var(--tg-bad); border-width: 2px; }
input[type=checkbox] { width: auto; min-height: 0; margin-inline-end: .5rem; } .key { font-family: var(--tg-mono); overflow-wrap: anywhere; }
.field-error { color: var(--tg-bad); margin: .2rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--tg-line); overflow-wrap: anywhere; vertical-align: top; }
th { color: var(--tg-soft); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; }
ol.steps { list-style: none; margin: .5rem 0; padding: 0; counter-reset: step; } ol.steps > li { counter-increment: step; border-top: 1px solid var(--tg-line); padding: .75rem 0 .25rem 2.4rem; position: relative; }
ol.steps > li::before { content: counter(step); position: absolute; left: 0; top: .75rem; width: 1.7rem; height: 1.7rem; display: grid; place-items: center; border-radius: 50%; background: var(--tg-raised); font-weight: 600; }
h4 { margin: 0; font-size: 1rem; }
.search { display: grid; grid-template-columns: 1fr auto; gap: .6rem; margin-bottom: 1rem; align-items: end; } .search label { margin: 0 0 .2rem; }
[hidden] { display: none !important; }
.pages { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1rem; }
.scroll { overflow-x: auto; }
ul.plain { list-style: none; margin: 0; padding: 0; } ul.plain > li { border-bottom: 1px solid var(--tg-line); padding: .6rem 0; }
li.unread { font-weight: 600; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } [role=tabpanel] { padding: .9rem; } .actions button { flex: 1; } }
`;

/** As far as the API counts what is unread. */
const MOST_UNREAD = 1000;

const firstPage = () => ({ cursor: null, before: 0 });

/** An element with properties and children; a string child is a text node, always. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const one = (count, singular, plural) => `${count} ${count === 1 ? singular : plural}`;

const sentence = words => words.charAt(0).toUpperCase() + words.slice(1);

/** cancel_subscription reads "Cancel subscription". */
const name = tool => sentence(tool.name.replaceAll(/[_-]+/g, " "));

/** What has hidden characters, is cut or secret cannot be typed again without loss. */
function isEditable(field) {
  return ["text", "number", "date", "flag"].includes(field.kind) && field.flags.length === 0 && field.origin?.kind !== "gateway";
}

function raw(field) {
  return field.exact?.startsWith('"') ? JSON.parse(field.exact) : field.exact ?? field.value;
}

/** The longest value that somebody is asked to type. */
const MOST_TYPED = 40;

/** What it is about, to be typed before something that cannot be undone: an id, else a number, else a short text, as it will run. */
function keyOf(step) {
  const rank = field => /id$/i.test(field.name.text) ? 0 : field.kind === "number" ? 1 : /\s/.test(field.value) ? 3 : 2;
  return step.arguments
    .filter(field => ["text", "number"].includes(field.kind) && isEditable(field) && field.name.flags.length === 0)
    .filter(field => field.value.trim() === field.value && field.value !== "" && field.value.length <= MOST_TYPED && !/[⟦⟧↵]/.test(field.value))
    .sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** The arguments by their own names: what lies within one belongs to it. */
function topLevel(fields) {
  const found = new Map();
  for (const field of fields) {
    const [first, ...rest] = field.pointer.slice(1).split("/").map(token => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const isWhole = rest.length === 0;
    if (field.origin?.kind === "gateway") continue;
    if (!found.has(first)) found.set(first, { argument: first, label: isWhole ? field.label : first, isNumber: isWhole && field.kind === "number", value: isWhole ? raw(field) : "" });
  }
  return [...found.values()];
}

const NEWS = { created: "waits for a decision", reminder: "still waits, and its time runs out soon", escalated: "may now be decided by more people",
  decided: "was decided", executed: "was done", failed: "failed; nothing is in effect", unknown: "may or may not have happened: somebody has to find out",
  expired: "ran out of time; nothing happened" };

function news({ kind, tool, asked_by, detail }) {
  const words = `${name({ name: tool })}, asked for by ${asked_by}, ${NEWS[kind] ?? kind}`;
  return detail ? `${words} (${detail.replaceAll("_", " ")})` : words;
}

/** Named as in the printed table. */
const METRICS = [tool => tool.tool, tool => String(tool.calls), tool => percent(tool.success_rate),
  tool => tool.p95_ms === null || tool.p95_ms === undefined ? "-" : `${tool.p95_ms} ms`, tool => percent(tool.error_rate)];

function percent(rate) {
  return rate === null || rate === undefined ? "-" : `${(rate * 100).toFixed(1)} %`;
}

function seconds(number) {
  return number === null || number === undefined ? "-" : timeLeft(number * 1000).replace(" left", "");
}

function moment(text) {
  return text ? new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) : "";
}

function timeLeft(millis) {
  if (millis <= 0) return "Its time has run out";
  const seconds = Math.ceil(millis / 1000);
  if (seconds < 60) return `${seconds} s left`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min left` : `${Math.floor(hours / 24)} days left`;
}

class Api {
  constructor(host) {
    this.host = host;
  }

  begin() {
    this.open = new AbortController();
  }

  /** What is still asked is not waited for: the session may be another's by now. A decision that was sent is. */
  end() {
    this.open.abort();
  }

  async get(path, parameters = {}) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
    return this.#send(`${path}${query.size ? `?${query}` : ""}`, { method: "GET", signal: this.open.signal });
  }

  async post(path, body) {
    const headers = { "Content-Type": "application/json" };
    const token = this.host.getAttribute("csrf-token");
    if (token) headers[this.host.getAttribute("csrf-header") || "X-CSRF-Token"] = token;
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #send(path, options) {
    const base = this.host.getAttribute("api") || "./";
    const response = await fetch(base + path, { credentials: "same-origin", redirect: "error", ...options });
    const type = response.headers.get("Content-Type") || "";
    const data = type.includes("json") ? await response.json() : {};
    return { ok: response.ok, status: response.status, data };
  }
}

class ApprovalsElement extends HTMLElement {
  #api = new Api(this);
  #root = this.attachShadow({ mode: "open" });
  #tab = "waiting";
  #version = null;
  /** The page that the body holds, of those that were turned to. */
  #shownOf = null;
  #offset = 0;
  #timer = 0;
  #clock = 0;
  /** Where each page down to this one begins, and how much is before it. */
  #pagesDown = [firstPage()];
  #next = null;
  #count = 0;
  #loads = 0;
  #seen = 0;
  #query = { text: "", status: "" };
  /** The card that somebody is typing in is not replaced under their hands. */
  #busy = new Set();

  connectedCallback() {
    this.#api.begin();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#build();
    this.#poll();
    this.#clock = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
    this.#api.end();
    this.#root.replaceChildren();
    this.#version = null;
  }

  /** Opens the panel. */
  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.#select(this.#tab);
  }

  #build() {
    this.badge = el("span", { class: "count", "aria-hidden": "true" }, "0");
    this.words = el("span", { class: "grow" }, "Nothing waits for a decision");
    this.banner = el("button", { class: "banner", part: "banner", type: "button", "aria-haspopup": "dialog", onclick: () => this.open() },
      this.badge, this.words, el("span", { "aria-hidden": "true" }, "→"));
    this.live = el("p", { class: "visually-hidden", "aria-live": "polite", role: "status" });
    const tabs = [["waiting", "Waiting"], ["history", "History"], ["permissions", "Allowed in advance"], ["notifications", "Notifications"], ["metrics", "Metrics"]];
    this.tabs = tabs.map(([id, label]) => el("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "body", "data-tab": id,
      onclick: () => this.#select(id), onkeydown: event => this.#alongTabs(event) }, label));
    this.body = el("div", { role: "tabpanel", id: "body", tabindex: "0" });
    this.dialog = el("dialog", { part: "panel", "aria-labelledby": "title" },
      el("div", { class: "frame" },
        el("header", {}, el("h2", { id: "title" }, "Proposals of the assistant"),
          el("button", { type: "button", onclick: () => this.dialog.close() }, "Close")),
        el("div", { role: "tablist", "aria-label": "Views" }, this.tabs),
        this.body));
    this.dialog.addEventListener("click", event => { if (event.target === this.dialog) this.dialog.close(); });
    this.#root.replaceChildren(this.banner, this.live, this.dialog);
  }

  #alongTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = this.tabs.findIndex(tab => tab.dataset.tab === this.#tab);
    const next = this.tabs[(index + step + this.tabs.length) % this.tabs.length];
    this.#select(next.dataset.tab);
    next.focus();
  }

  #say(text) {
    this.live.textContent = text;
  }

  async #poll() {
    try {
      const { ok, data } = await this.#api.get("changes");
      if (ok) this.#changed(data);
      else this.#offline(true);
    } catch {
      if (this.isConnected) this.#offline(true);
    }
    if (this.isConnected) this.#timer = setTimeout(() => this.#poll(), document.hidden ? POLL_HIDDEN_MILLIS : POLL_MILLIS);
  }

  #offline(isOffline) {
    if (isOffline) this.words.textContent = "The approvals cannot be reached; it is tried again";
    this.banner.classList.toggle("waits", isOffline ? false : Number(this.badge.textContent) > 0);
  }

  #changed(data) {
    this.#count = data.count;
    this.badge.textContent = data.count;
    const words = data.count === 0 ? "Nothing waits for a decision" : `${one(data.count, "proposal waits", "proposals wait")} for a decision`;
    if (this.words.textContent !== words) {
      this.words.textContent = words;
      this.#say(words);
    }
    this.#offline(false);
    const unread = this.tabs.find(tab => tab.dataset.tab === "notifications");
    unread.textContent = data.unread ? `Notifications (${data.unread < MOST_UNREAD ? data.unread : `${MOST_UNREAD - 1}+`})` : "Notifications";
    this.#showMore();
    if (this.dialog.open && this.#tab !== "metrics") this.#load(true, this.#version);
  }

  #now() {
    return Date.now() + this.#offset;
  }

  #tick() {
    for (const left of this.#root.querySelectorAll("[data-until]")) {
      const millis = Date.parse(left.dataset.until) - this.#now();
      const text = timeLeft(millis);
      if (left.textContent !== text) left.textContent = text;
      left.classList.toggle("warn", millis < 15 * 60 * 1000);
      if (millis <= 0) this.#expire(left.closest("article"));
    }
  }

  #expire(article) {
    if (!article || article.dataset.over) return;
    article.dataset.over = "time";
    this.#close(article, "Its time has run out. It will not run.");
  }

  /** Nothing can be decided here any more, and it says why. Whoever was at its buttons stays at it. */
  #close(article, words) {
    const hadFocus = article.contains(this.#root.activeElement);
    this.#busy.delete(article.dataset.id);
    for (const gone of article.querySelectorAll("form, [data-until], .refusal, .over, :scope > .actions")) gone.remove();
    article.append(el("p", { class: "notice over" }, words));
    if (hadFocus) {
      article.setAttribute("tabindex", "-1");
      article.focus({ preventScroll: true });
    }
    this.#say(`${article.dataset.title}: ${words}`);
  }

  #select(tab) {
    if (tab !== this.#tab) this.#pagesDown = [firstPage()];
    this.#tab = tab;
    for (const button of this.tabs) {
      const isMine = button.dataset.tab === tab;
      button.setAttribute("aria-selected", isMine);
      button.tabIndex = isMine ? 0 : -1;
    }
    this.body.setAttribute("aria-labelledby", `tab-${tab}`);
    this.#busy.clear();
    this.#load(false);
  }

  /** What is shown already under a version is not sent again. */
  async #load(isUpdate, unless = null) {
    const tab = this.#tab;
    const page = this.#pagesDown.at(-1);
    const { cursor } = page;
    const number = ++this.#loads;
    // A look at a page that is still to come is its first: there is nothing of it to add to.
    if (page !== this.#shownOf) [isUpdate, unless] = [false, null];
    try {
      const answer = tab === "waiting" ? await this.#api.get("pending", { limit: isUpdate ? this.#rows() : PAGE, cursor, unless })
        : tab === "history" ? await this.#api.get("history", { limit: PAGE, cursor, unless, q: this.#query.text, status: this.#query.status })
        : tab === "permissions" ? await this.#api.get("permissions", { limit: PAGE, cursor, unless })
        : tab === "notifications" ? await this.#api.get("notifications", { limit: PAGE, cursor, unless })
        : await this.#api.get("metrics");
      // An answer that was overtaken, or is of a page that was left, is not shown.
      if (tab !== this.#tab || page !== this.#pagesDown.at(-1) || number < this.#seen || answer.status === 204) return;
      this.#seen = number;
      if (!answer.ok) return this.#trouble(answer.data.message || `The server answered ${answer.status}.`);
      this.#version = answer.data.version ?? null;
      this.#shownOf = page;
      if (tab === "waiting") this.#showWaiting(answer.data, isUpdate);
      else if (tab === "history") this.#showHistory(answer.data, isUpdate);
      else if (tab === "permissions") this.#showPermissions(answer.data);
      else if (tab === "notifications") this.#showNotifications(answer.data);
      else this.#showMetrics(answer.data);
      this.#tick();
    } catch {
      if (this.isConnected) this.#trouble("The server cannot be reached. Nothing was changed.");
    }
  }

  #trouble(message) {
    if (this.#busy.size > 0) return;
    this.#version = null;
    this.body.replaceChildren(el("p", { class: "notice", role: "alert" }, message));
  }

  /* --- what waits --- */

  /** What waits and is shown, from the newest on. */
  #waiting() {
    return [...this.body.querySelectorAll(".list > article")].filter(article => article.dataset.over !== "decided");
  }

  /** What is shown already is looked at again, though newer things came before it. */
  #rows() {
    return Math.min(MOST_ROWS, Math.max(PAGE, this.#waiting().length));
  }

  #showWaiting(data, isUpdate) {
    const list = this.body.querySelector(".list");
    if (!isUpdate || !list) {
      const all = el("div", { class: "list" }, data.items.map(card => this.#card(card)));
      this.body.replaceChildren(all, el("p", { class: "none soft" }, "Nothing waits for you."), el("p", { class: "more soft" }), this.#pages(data.next));
      this.#turn(data.next);
      return;
    }
    const coming = new Map(data.items.map(card => [card.id, card]));
    const articles = [...list.querySelectorAll(":scope > article")];
    // Else more came at once than a page has, and between this page and what was shown there is what was not.
    const isJoined = articles.some(article => coming.has(article.dataset.id));
    for (const article of articles) {
      const { id } = article.dataset;
      const card = coming.get(id);
      coming.delete(id);
      // Ids are in the order of time: what is older than this page's end has been pushed over it, and waits still.
      const isBeyond = data.next && id < data.next;
      if (!card && !isBeyond) this.#settled(article);
      else if (isBeyond && !isJoined && !this.#busy.has(id)) article.remove();
      else if (card && article.dataset.state !== this.#state(card) && !this.#busy.has(id)) article.replaceWith(this.#card(card));
    }
    for (const card of coming.values()) {
      const older = [...list.children].find(article => article.dataset.id < card.id);
      list.insertBefore(this.#card(card), older ?? null);
    }
    const gone = this.#trim(list);
    const shown = this.#waiting().map(article => article.dataset.id);
    this.#turn(gone ? shown.findLast(id => id > gone) : isJoined && data.next ? [data.next, shown.at(-1)].sort()[0] : data.next);
  }

  /** A page that stays open must not grow for ever. Gives the newest id that went and still waits: from it on is the next page. */
  #trim(list) {
    const articles = [...list.querySelectorAll(":scope > article")].reverse();
    const isOver = article => article.dataset.over === "decided";
    const free = articles.filter(article => !this.#busy.has(article.dataset.id));
    const going = [...free.filter(isOver), ...free.filter(article => !isOver(article))].slice(0, Math.max(0, articles.length - MOST_ROWS));
    for (const article of going) article.remove();
    return going.filter(article => !isOver(article)).at(-1)?.dataset.id;
  }

  /** Where the next page begins, if there is one. */
  #turn(next) {
    this.#next = next ?? null;
    this.body.querySelector(".none").hidden = this.body.querySelector(".list").childElementCount > 0;
    const pages = this.body.querySelector(".pages");
    pages.hidden = this.#pagesDown.length === 1 && !this.#next;
    pages.querySelector(".next").disabled = !this.#next;
    this.#showMore();
  }

  /** How many more there are. The banner's number counts for everybody, so some of them may be for others. */
  #showMore() {
    const place = this.body.querySelector(".more");
    if (!place) return;
    const more = this.#count - this.#pagesDown.at(-1).before - this.#shown();
    const page = this.#pagesDown.length > 1 ? `Page ${this.#pagesDown.length}. ` : "";
    const words = !this.#next ? page : more > 0
      ? `${page}${one(more, "more proposal waits", "more proposals wait")}: on the next pages, as far as you may see them.`
      : `${page}More waits on the next page.`;
    if (place.textContent !== words) place.textContent = words;
    place.hidden = words === "";
  }

  /** The steps of a chain are proposals each. */
  #shown() {
    return this.#waiting().reduce((sum, article) => sum + Number(article.dataset.steps), 0);
  }

  #state(card) {
    return `${card.hash} ${card.status} ${card.votes.length} ${card.awaited.join()}`;
  }

  /** It does not wait any more: it stays where it was, and says what became of it. */
  async #settled(article) {
    if (article.dataset.over === "decided") return;
    article.dataset.over = "decided";
    let words = "This waits no more.";
    try {
      const { ok, data } = await this.#api.get(`items/${encodeURIComponent(article.dataset.id)}`);
      if (ok) words = `${sentence(data.status_text)}.`;
    } catch {
      // It is said with the next look.
    }
    this.#close(article, words);
  }

  #card(card) {
    // The server's clock decides when time runs out.
    this.#offset = Date.parse(card.valid_until) - card.seconds_left * 1000 - Date.now();
    const isSingle = card.steps.length === 1;
    const isPending = card.status === "pending";
    const title = isSingle ? name(card.steps[0].tool) : `${card.steps.length} steps, decided as a unit`;
    const article = el("article", { "data-id": card.id, "data-state": this.#state(card), "data-title": title, "data-steps": card.steps.length, "aria-labelledby": `t-${card.id}` },
      el("div", { class: "top" },
        el("h3", { id: `t-${card.id}` }, title, isSingle ? this.#tags(card.steps[0]) : null),
        isPending ? el("span", { class: "small soft", "data-until": card.valid_until }) : el("span", { class: "small" }, card.status_text)),
      el("p", { class: "meta small soft" }, this.#asked(card.asked)),
      card.asked.untrusted_content ? el("p", { class: "notice" }, "Text of strangers was in this conversation.") : null,
      card.asked.words ? this.#quote("What the user wrote", card.asked.words) : null,
      isSingle ? this.#step(card.steps[0]) : el("ol", { class: "steps" },
        card.steps.map(step => el("li", {}, el("h4", {}, name(step.tool), this.#tags(step)), this.#step(step)))),
      card.references.map(text => el("p", { class: "notice" }, text)),
      card.if_a_step_fails ? el("p", { class: "notice" }, card.if_a_step_fails) : null,
      el("p", { class: "small soft" }, this.#why(card)));
    if (isPending) article.append(this.#actions(card, article));
    return article;
  }

  #tags({ tool }) {
    return [tool.destructive ? el("span", { class: "tag bad" }, "cannot be undone") : null,
      !tool.writes ? el("span", { class: "tag soft" }, "reads only") : null,
      !tool.as_proposed ? el("span", { class: "tag warn" }, "has changed since, will not run") : null];
  }

  #asked(asked) {
    const parts = [`Asked for by ${asked.user}${asked.through ? ` through ${asked.through}` : ""}`, moment(asked.at)];
    if (asked.edited_by) parts.push(`edited by ${asked.edited_by}`);
    if (asked.conversation) parts.push(`conversation ${asked.conversation}`);
    return parts.join(" · ");
  }

  #why(card) {
    const lines = [];
    if (card.note) lines.push(`Note: ${card.note.text}`);
    if (card.parked_by.rules.length > 0) lines.push(`Parked by: ${card.parked_by.rules.join(", ")} (${card.parked_by.policy} ${card.parked_by.version}).`);
    if (card.status === "pending") lines.push(`Awaited: ${card.awaited.join("; then ")}.`);
    if (card.votes.length > 0) lines.push(`Yes so far: ${card.votes.map(vote => `${vote.reviewer}, ${moment(vote.at)}`).join("; ")}.`);
    return lines.join(" ");
  }

  #step(step) {
    const fields = el("dl", {}, [...step.arguments, ...step.facts].map(field => [el("dt", { title: field.pointer }, field.label, this.#flags(field.name.flags)),
      el("dd", {}, field.value, field.exact ? el("span", { class: "origin small soft" }, `  ${field.exact}`) : null, this.#flags(field.flags),
        field.origin && field.origin.kind !== "model" ? el("span", { class: "origin small soft" }, `  (${field.origin.text})`) : null)]));
    return el("div", {}, step.tool.description.text ? el("p", { class: "small soft" }, step.tool.description.text) : null, fields,
      step.budgets.map(budget => el("p", { class: "small" }, `Takes ${budget.amount} out of the budget ${budget.name}, of ${budget.limit} until ${moment(budget.until)}.`)),
      this.#preview(step.preview), this.#summary(step.summary),
      step.outcome ? this.#quote("What the tool answered", step.outcome) : null);
  }

  #flags(flags) {
    return flags.map(flag => el("span", { class: "tag warn" }, flag.replaceAll("_", " ")));
  }

  #quote(title, text) {
    return el("figure", {}, el("figcaption", {}, title), el("p", {}, text.text, this.#flags(text.flags)));
  }

  #preview(preview) {
    if (!preview) return null;
    if (preview.unavailable) return el("p", { class: "small soft" }, preview.unavailable);
    const heads = ["What would change", "Now", "Afterwards"].map(text => el("th", { scope: "col" }, text));
    return el("div", { class: "scroll" }, el("table", {},
      el("caption", { class: "visually-hidden" }, "What would change"),
      el("thead", {}, el("tr", {}, heads)),
      el("tbody", {}, preview.rows.map(row => el("tr", {}, el("th", { scope: "row" }, row.label.text), el("td", {}, row.before.text), el("td", {}, row.after.text))))));
  }

  #summary(summary) {
    if (!summary) return null;
    const marked = [];
    let from = 0;
    for (const warning of summary.warnings) {
      if (warning.start < from) continue;
      marked.push(summary.text.slice(from, warning.start), el("mark", {}, summary.text.slice(warning.start, warning.end)));
      from = warning.end;
    }
    marked.push(summary.text.slice(from));
    return el("figure", {}, el("figcaption", {}, "Written by the model, not checked"), el("p", {}, marked, this.#flags(summary.flags)),
      summary.warnings.map(warning => el("p", { class: "warn small" }, `“${warning.token}”: ${warning.text}`)));
  }

  #actions(card, article) {
    const { may } = card;
    const buttons = [
      may.approve ? this.#yes(card, article) : null,
      may.reject ? el("button", { type: "button", class: "no", onclick: () => this.#ask(article, card, "reject", "Why not? The assistant and the record will have it.", "Reject") }, "Reject…") : null,
      may.edit ? el("button", { type: "button", onclick: () => this.#edit(article, card) }, "Edit…") : null,
      may.permit ? el("button", { type: "button", onclick: () => this.#permit(article, card) }, "Allow in advance…") : null,
      may.withdraw ? el("button", { type: "button", onclick: () => this.#ask(article, card, "withdraw", "Why is it taken back?", "Take back") }, "Take back…") : null];
    return el("div", { class: "actions" }, buttons, may.approve ? null : el("span", { class: "small soft" }, "It is not yours to approve."));
  }

  /** What cannot be undone takes a second act: to type what it is about, as it will run and not as the model tells it. */
  #yes(card, article) {
    const word = card.may.own ? "Confirm" : "Approve";
    return card.steps.some(step => step.tool.destructive)
      ? el("button", { type: "button", class: "main", onclick: () => this.#confirm(article, card, word) }, `${word}…`)
      : el("button", { type: "button", class: "main", onclick: () => this.#decide(article, card, "approve", {}) }, word);
  }

  /** What is typed before a yes to what cannot be undone; nothing where all of it can be. */
  #typed(card) {
    const asked = card.steps.filter(step => step.tool.destructive).map(step => {
      const key = keyOf(step);
      const id = `c-${card.id}-${step.number}`;
      const place = card.steps.length > 1 ? `Step ${step.number}: ` : "";
      const input = key
        ? el("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false", required: true })
        : el("input", { id, type: "checkbox", required: true });
      const label = key
        ? el("label", { for: id }, sentence(`${place}type the ${key.label.toLowerCase()}, `), el("strong", { class: "key" }, key.value))
        : el("label", { for: id, class: "check" }, input, `${place}I have read what will run`);
      const isGiven = () => key ? [key.value, key.exact].includes(input.value.trim()) : input.checked;
      const fault = key ? `${place}${key.label} is ${key.value}, and not what was typed.` : `${place}Look at what will run, and say so.`;
      return { input, isGiven, fault, fields: key ? [label, input] : label };
    });
    const isGiven = form => {
      const wrong = asked.filter(one => !one.isGiven());
      for (const one of asked) one.input.setAttribute("aria-invalid", wrong.includes(one));
      form.querySelector(".field-errors").replaceChildren(...wrong.map(one => el("p", { class: "field-error" }, one.fault)));
      wrong[0]?.input.focus();
      return wrong.length === 0;
    };
    return { fields: asked.map(one => one.fields), isGiven };
  }

  #confirm(article, card, word) {
    const title = "This cannot be undone. Look at what will run once more.";
    const typed = this.#typed(card);
    this.#form(article, card, title, [el("p", { class: "warn" }, title), typed.fields], word, form => {
      if (typed.isGiven(form)) this.#decide(article, card, "approve", {});
    });
  }

  #form(article, card, title, fields, submit, send) {
    article.querySelector("form")?.remove();
    const opener = this.#root.activeElement;
    this.#busy.add(card.id);
    const close = () => {
      this.#busy.delete(card.id);
      form.remove();
      opener?.focus();
    };
    const form = el("form", { "aria-label": title, novalidate: true, onsubmit: event => { event.preventDefault(); send(form); } }, fields,
      el("div", { class: "field-errors", role: "alert" }),
      el("div", { class: "actions" }, el("button", { class: "main", type: "submit" }, submit), el("button", { type: "button", onclick: close }, "Cancel")));
    form.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
    article.append(form);
    form.querySelector("input, textarea, select")?.focus();
    return form;
  }

  #ask(article, card, action, question, submit) {
    const id = `note-${card.id}`;
    this.#form(article, card, question, [el("label", { for: id }, question), el("textarea", { id, rows: 2, maxlength: 2000 })], submit,
      form => this.#decide(article, card, action, { note: form.querySelector("textarea").value }));
  }

  #edit(article, card) {
    const inputs = card.steps.flatMap(step => step.arguments.filter(isEditable).map(field => ({ step: step.number, field, raw: raw(field), id: `e-${card.id}-${step.number}${field.pointer}` })));
    const fields = inputs.map(({ step, field, raw, id }) => [
      el("label", { for: id }, card.steps.length > 1 ? `${step}. ${field.label}` : field.label),
      el("input", { id, value: raw, autocomplete: "off", spellcheck: "false" })]);
    this.#form(article, card, "Edit the arguments",
      [el("p", { class: "small soft" }, "What you change is checked by the same rules, and has to be approved anew."), fields], "Propose the change", form => {
        const changes = inputs.map(({ step, field, raw, id }) => ({ step, pointer: field.pointer, value: form.querySelector(`#${CSS.escape(id)}`).value, raw }))
          .filter(change => change.value !== change.raw)
          .map(({ step, pointer, value }) => ({ step, pointer, value }));
        this.#decide(article, card, "edit", { changes });
      });
  }

  /** Yes to calls like this one: to its very arguments, but for those that are let go here. */
  #permit(article, card) {
    const { most_uses: mostUses, most_minutes: mostMinutes } = card.may.permit;
    const mostHours = Math.max(1, Math.floor(mostMinutes / 60));
    const bounds = topLevel(card.steps[0].arguments).map((field, index) => ({ ...field, id: `p-${card.id}-${index}` }));
    const rows = bounds.map(({ label, isNumber, value, id }) => [
      el("label", { for: id }, label),
      el("select", { id, onchange: event => { const most = this.#root.getElementById(`${id}-most`); if (most) most.hidden = event.target.value !== "up_to"; } },
        el("option", { value: "same" }, value ? `only this: ${value}` : "only as it is here"),
        isNumber ? el("option", { value: "up_to" }, "any number from 0 up to…") : null,
        el("option", { value: "anything" }, "anything, or nothing")),
      isNumber ? el("input", { id: `${id}-most`, type: "number", min: 0, step: "any", hidden: true, value, "aria-label": `${label}, up to` }) : null]);
    const typed = this.#typed(card);
    this.#form(article, card, "Allow such calls in advance", [
      el("p", { class: "small soft" }, `Calls like this one, for ${card.asked.user} alone, will run without waiting. This one still waits for its own decision. You can take it back at any time.`),
      rows,
      el("label", { for: `p-${card.id}-uses` }, `How many calls, ${mostUses} at most`),
      el("input", { id: `p-${card.id}-uses`, type: "number", min: 1, max: mostUses, step: 1, required: true, value: Math.min(10, mostUses) }),
      el("label", { for: `p-${card.id}-hours` }, `For how many hours, ${mostHours} at most`),
      el("input", { id: `p-${card.id}-hours`, type: "number", min: 1, max: mostHours, step: 1, required: true, value: Math.min(24, mostHours) }),
      el("label", { for: `p-${card.id}-note` }, "Why"),
      el("textarea", { id: `p-${card.id}-note`, rows: 2, maxlength: 2000 }),
      typed.fields.length > 0 ? el("p", { class: "warn" }, "What such calls do cannot be undone.") : null, typed.fields], "Allow", form => {
      if (!typed.isGiven(form)) return;
      const at = id => form.querySelector(`#${CSS.escape(id)}`);
      const minutes = Math.min(mostMinutes, Number(at(`p-${card.id}-hours`).value) * 60);
      this.#allow(article, card, { uses: Number(at(`p-${card.id}-uses`).value), minutes, note: at(`p-${card.id}-note`).value,
        bounds: bounds.flatMap(({ argument, id }) => {
          const kind = at(id).value;
          return kind === "same" ? [] : [kind === "up_to" ? { argument, up_to: Number(at(`${id}-most`).value) } : { argument, anything: true }];
        }) });
    });
  }

  async #allow(article, card, scope) {
    // Pressed twice it would be given twice.
    const buttons = article.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    let answer;
    try {
      answer = await this.#api.post(`items/${encodeURIComponent(card.id)}/permit`, { hash: card.hash, ...scope });
    } catch {
      answer = { ok: false, data: { message: "The server did not answer. Look at what is allowed in advance before you try again." } };
    }
    for (const button of buttons) button.disabled = false;
    if (!answer.ok) return this.#refused(article, answer.data);
    this.#busy.delete(card.id);
    article.querySelector("form")?.remove();
    article.querySelector(":scope > .refusal")?.remove();
    article.append(el("p", { class: "notice refusal", role: "status" }, answer.data.message));
    article.querySelector(".actions button")?.focus();
    this.#say(answer.data.message);
  }

  async #decide(article, card, action, body) {
    const buttons = article.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    let answer;
    try {
      answer = await this.#api.post(`items/${encodeURIComponent(card.id)}/${action}`, { hash: card.hash, ...body });
    } catch {
      answer = { ok: false, data: { message: "The server did not answer. Look again before you decide again." } };
    }
    if (!answer.ok) {
      for (const button of buttons) button.disabled = false;
      this.#refused(article, answer.data);
      return;
    }
    this.#busy.delete(card.id);
    const { item: next, message } = answer.data;
    const shown = this.#card(next);
    if (next.status !== "pending") shown.dataset.over = "decided";
    shown.prepend(el("p", { class: "notice" }, message));
    shown.setAttribute("tabindex", "-1");
    article.replaceWith(shown);
    this.#tick();
    shown.focus({ preventScroll: true });
    // What became of it stands first, and a card may be longer than the screen.
    shown.scrollIntoView({ block: "start" });
    this.#say(message);
    this.dispatchEvent(new CustomEvent("tool-gateway-decided", { bubbles: true, composed: true, detail: { id: next.id, status: next.status } }));
  }

  /** What was typed stays; what was seen is replaced by what it is now. */
  #refused(article, data) {
    const message = data.message || "It could not be decided.";
    const problems = (data.problems || []).map(problem => el("p", { class: "field-error" }, problem));
    const place = article.querySelector(".field-errors");
    if (place) {
      place.replaceChildren(el("p", { class: "field-error" }, message), ...problems);
    } else {
      const shown = data.item ? this.#card(data.item) : article;
      shown.querySelector(":scope > .refusal")?.remove();
      shown.append(el("p", { class: "notice refusal", role: "alert" }, message));
      if (shown !== article) article.replaceWith(shown);
      this.#tick();
    }
    this.#say(message);
  }

  #pages(next) {
    this.#next = next ?? null;
    const isFirst = this.#pagesDown.length === 1;
    return el("nav", { class: "pages", "aria-label": "Pages", hidden: isFirst && !next },
      el("button", { type: "button", disabled: isFirst, onclick: () => this.#back() }, "Previous page"),
      el("button", { type: "button", class: "next", disabled: !next, onclick: () => this.#forth() }, "Next page"));
  }

  #back() {
    this.#pagesDown.pop();
    this.#leaf();
  }

  #forth() {
    this.#pagesDown.push({ cursor: this.#next, before: this.#pagesDown.at(-1).before + this.#shown() });
    this.#leaf();
  }

  /** A page is read from its top on. */
  async #leaf() {
    this.#busy.clear();
    await this.#load(false);
    this.body.scrollTop = 0;
    this.body.focus({ preventScroll: true });
  }

  /* --- history --- */

  #showHistory(data, isUpdate) {
    const statuses = ["", "executed", "approved", "rejected", "expired", "failed", "pending"];
    const rows = el("div", { class: "rows" }, data.items.length === 0 ? el("p", { class: "soft" }, "Nothing was found.") : data.items.map(card => this.#row(card)), this.#pages(data.next));
    const old = this.body.querySelector(".rows");
    if (old && (isUpdate || this.body.querySelector(".search"))) {
      const open = new Set([...old.querySelectorAll("details[open]")].map(details => details.dataset.id));
      old.replaceWith(rows);
      for (const details of rows.querySelectorAll("details")) details.open = open.has(details.dataset.id);
      return;
    }
    const search = el("form", { class: "search", role: "search", onsubmit: event => { event.preventDefault(); this.#search(event.target); } },
      el("div", {}, el("label", { for: "q" }, "Search in arguments"), el("input", { id: "q", name: "q", type: "search", value: this.#query.text })),
      el("div", {}, el("label", { for: "status" }, "Status"), el("select", { id: "status", name: "status", onchange: event => this.#search(event.target.form) },
        statuses.map(status => el("option", { value: status, selected: status === this.#query.status }, status || "all")))));
    this.body.replaceChildren(search, rows);
  }

  #search(form) {
    this.#query = { text: form.elements.q.value.trim(), status: form.elements.status.value };
    this.#pagesDown = [firstPage()];
    this.#load(true);
  }

  #row(card) {
    const title = card.steps.map(step => name(step.tool)).join(", then ");
    return el("details", { "data-id": card.id, class: "entry" },
      el("summary", {}, el("strong", {}, title), " ", el("span", { class: card.status === "executed" ? "good" : "" }, card.status_text), " ",
        el("span", { class: "small soft" }, `${card.asked.user} · ${moment(card.asked.at)}`)),
      card.steps.map(step => this.#step(step)), el("p", { class: "small soft" }, this.#why(card)));
  }

  /* --- what is allowed in advance --- */

  #showPermissions(data) {
    this.body.replaceChildren(el("p", { class: "small soft" }, "Such calls run without waiting for anybody, until they are used up, over, or taken back."),
      data.items.length === 0 ? el("p", { class: "soft" }, "Nothing is allowed in advance.") : el("div", {}, data.items.map(item => this.#permission(item))), this.#pages(data.next));
  }

  #permission(item) {
    const states = { usable: "may be used", used_up: "used up", over: "its time is over", revoked: `taken back by ${item.revoked_by}` };
    const isOpen = item.state === "usable" || item.state === "used_up";
    const title = `${name({ name: item.tool })}, for ${item.for}`;
    return el("article", { "data-permission": item.id, "aria-label": title },
      el("div", { class: "top" }, el("h3", {}, title), el("span", { class: `small ${item.state === "usable" ? "good" : "soft"}` }, states[item.state])),
      el("p", { class: "meta small soft" }, `Given by ${item.by} · ${moment(item.from)} · until ${moment(item.until)} · ${item.used} of ${one(item.uses, "call", "calls")} used`),
      el("dl", {}, item.terms.map(({ argument, words, value }) => [el("dt", {}, argument.text, this.#flags(argument.flags)),
        el("dd", {}, value ? `${words} ${value.text}` : words, value ? this.#flags(value.flags) : null)])),
      item.note ? this.#quote("Why", item.note) : null,
      isOpen ? el("div", { class: "actions" }, el("button", { type: "button", class: "no", onclick: event => this.#revoke(event.target, item) }, "Take back")) : null);
  }

  async #revoke(button, item) {
    button.disabled = true;
    try {
      const { data } = await this.#api.post(`permissions/${encodeURIComponent(item.id)}/revoke`, {});
      this.#say(data.message || "");
    } catch {
      // It may stand still, and loading says so.
    }
    await this.#load(false);
    this.body.focus();
  }

  /* --- notifications --- */

  #showNotifications(data) {
    const items = data.items.map(item => el("li", { class: item.read ? "" : "unread" }, news(item), el("div", { class: "small soft" }, moment(item.at))));
    const isUnread = data.items.some(item => !item.read);
    this.body.replaceChildren(
      el("div", { class: "actions" }, el("button", { type: "button", disabled: !isUnread, onclick: () => this.#read() }, "Mark all as read")),
      data.items.length === 0 ? el("p", { class: "soft" }, "You have no notifications.") : el("ul", { class: "plain" }, items), this.#pages(data.next));
  }

  async #read() {
    try {
      await this.#api.post("notifications/read", {});
    } catch {
      // They stay unread, and loading says why.
    }
    this.#load(false);
  }

  /* --- metrics --- */

  #showMetrics(data) {
    const columns = ["Tool Name", "Calls", "Success Rate", "P95 Latency", "Error Rate"];
    const rows = data.tools.map(tool => METRICS.map((text, index) => index === 0 ? el("th", { scope: "row" }, text(tool)) : el("td", { class: "number" }, text(tool))));
    const { approvals } = data;
    const figures = [["Waiting", approvals.pending], ["Oldest", seconds(approvals.oldest_seconds)], ["Decided", approvals.decided],
      ["Time to decision (median)", seconds(approvals.median_decision_seconds)], ["Ran out of time", approvals.expired]];
    this.body.replaceChildren(
      el("p", { class: "soft small" }, `From ${moment(data.from)} to ${moment(data.to)}`),
      el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "visually-hidden" }, "Calls of each tool"),
        el("thead", {}, el("tr", {}, columns.map((column, index) => el("th", { scope: "col", class: index === 0 ? "" : "number" }, column)))),
        el("tbody", {}, rows.map(row => el("tr", {}, row))))),
      el("dl", {}, figures.map(([label, value]) => [el("dt", {}, label), el("dd", {}, String(value))])));
  }
}

customElements.define("tool-gateway-approvals", ApprovalsElement);
