// The conversation: what was said, what the gateway made of calls, and what comes late.

import * as api from './api.js';
import { button, find, make, show } from './dom.js';

const QUICK = 250;
const CALM = 1200;
const HIDDEN = 6000;
const SLOWEST = 10000;

const STATUS = {
  pending: ['Waiting', 'wait'],
  in_progress: ['In progress', 'wait'],
  undoing: ['Being undone', 'wait'],
  executed: ['Done', 'good'],
  denied: ['Refused', 'bad'],
  invalid: ['Not valid', 'bad'],
  rejected: ['Rejected', 'bad'],
  failed: ['Failed', 'bad'],
  stale: ['Out of date', 'bad'],
  expired: ['Expired', 'idle'],
  undone: ['Undone', 'idle'],
  unknown: ['Not known', 'odd'],
  settled: ['Settled', 'odd'],
  not_undone: ['To be checked', 'odd'],
};

const log = find('log');
const input = find('message');
const send = find('send');

let state = null;

/** Begins to show a person's conversation. */
export function start(person, hooks) {
  stop();
  state = { person, hooks, conversation: '', version: '', after: 0, busy: false, waits: 0, timer: 0, cards: new Map() };
  clear();
  paintSuggestions(person.suggestions);
  poll(state);
}

/** Shows nothing any more. */
export function stop() {
  if (state !== null) {
    clearTimeout(state.timer);
    state = null;
  }
}

function clear() {
  log.replaceChildren(make('div', 'empty',
    make('p', 'empty-title', `Hello ${state.person.name}, what can I do for you?`),
    make('p', 'muted', 'Ask in your own words, or take one of the suggestions below.')));
  show(find('typing'), false);
}

async function poll(mine) {
  clearTimeout(mine.timer);
  try {
    const news = await api.lines(mine.after, mine.version);
    if (mine !== state) {
      return;
    }
    mine.waits = 0;
    mine.hooks.onTrouble('');
    if (news !== null) {
      take(mine, news);
    }
  } catch (fault) {
    if (mine !== state) {
      return;
    }
    if (fault instanceof api.Refused && fault.isOfSession) {
      mine.hooks.onSessionLost();
      return;
    }
    mine.waits = Math.min(SLOWEST, Math.max(CALM, mine.waits * 2));
    mine.hooks.onTrouble(fault instanceof api.Refused ? fault.message
      : 'The portal cannot be reached. It is tried again by itself.');
  }
  const pause = document.hidden ? HIDDEN : mine.busy ? QUICK : CALM;
  mine.timer = setTimeout(() => poll(mine), mine.waits || pause);
}

/** Asks at once, whatever the timer says. */
function hurry() {
  if (state !== null) {
    poll(state);
  }
}

function take(mine, news) {
  if (news.person !== mine.person.key) {
    mine.hooks.onSessionLost(); // another tab plays somebody else now
    return;
  }
  if (news.conversation !== mine.conversation) {
    const isFirst = mine.conversation === '';
    mine.conversation = news.conversation;
    mine.cards.clear();
    if (!isFirst) {
      mine.after = 0;
      mine.version = '';
      clear();
      hurry();
      return;
    }
  }
  mine.version = news.version;
  mine.busy = news.busy;
  show(find('typing'), news.busy);
  const fresh = news.lines.filter((line) => line.number > mine.after);
  if (fresh.length > 0) {
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
    log.querySelector('.empty')?.remove();
    fresh.forEach((line) => paintLine(mine, line));
    mine.after = fresh.at(-1).number;
    if (wasAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }
}

const WORDS_OF = { USER: 'You', ASSISTANT: 'Assistant', GATEWAY: 'Update', PORTAL: 'Portal' };

function paintLine(mine, line) {
  const from = line.from.toLowerCase();
  const time = make('time', 'line-time', clock(line.at));
  time.dateTime = line.at;
  log.append(make('article', `line from-${from}`,
    make('p', 'line-head', make('span', 'line-from', WORDS_OF[line.from] ?? ''), time),
    line.text ? make('p', 'bubble', line.text) : null,
    ...line.calls.map((call) => paintCall(mine, call))));
}

/** What the gateway made of a call; an earlier card of the same proposal says the same from now on. */
function paintCall(mine, call) {
  const [words, tone] = STATUS[call.status] ?? [call.status, 'idle'];
  const badge = make('span', 'badge', words);
  badge.dataset.tone = tone;
  const until = call.validUntil ? make('p', 'call-until', `Until ${dayAndClock(call.validUntil)}`) : null;
  const known = call.proposal ? mine.cards.get(call.proposal) ?? [] : [];
  const about = call.about || known[0]?.about || '';
  const message = call.message ? make('p', 'call-message', call.message) : null;
  for (const earlier of known) {
    earlier.badge.textContent = words;
    earlier.badge.dataset.tone = tone;
    earlier.card.dataset.tone = tone;
    if (call.status !== 'pending') {
      earlier.until?.remove();
      earlier.message?.remove();
    }
  }
  const card = make('div', 'call',
    make('p', 'call-head', make('span', 'call-title', call.title, about ? make('span', 'call-subject', about) : null), badge),
    message,
    until);
  card.dataset.tone = tone;
  if (call.proposal) {
    mine.cards.set(call.proposal, [...known, { card, badge, message, until, about }]);
  }
  return card;
}

const clock = (moment) => new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const dayAndClock = (moment) => new Date(moment).toLocaleString('en-GB',
  { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

function paintSuggestions(suggestions) {
  find('suggestions').replaceChildren(...suggestions.map((text) => button('chip', () => submit(text), text)));
}

async function submit(text) {
  const mine = state;
  const words = text.trim();
  if (mine === null || words === '' || send.disabled) {
    return;
  }
  send.disabled = true;
  try {
    await api.say(crypto.randomUUID(), words);
    input.value = '';
    fit();
    log.scrollTop = log.scrollHeight;
    mine.hooks.onTrouble('');
  } catch (fault) {
    if (fault instanceof api.Refused && fault.isOfSession) {
      mine.hooks.onSessionLost();
    } else {
      // The words stay in the field, to be sent again.
      input.value = input.value || words;
      mine.hooks.onTrouble(fault instanceof api.Refused ? fault.message : 'Your message did not arrive. Send it again.');
    }
  } finally {
    send.disabled = false;
    input.focus();
  }
  hurry();
}

function fit() {
  input.rows = Math.min(6, Math.max(1, input.value.split('\n').length));
}

find('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  submit(input.value);
});

input.addEventListener('input', fit);

input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit(input.value);
  }
});

find('new-chat').addEventListener('click', async () => {
  const mine = state;
  try {
    await api.beginAnew();
    input.focus();
  } catch (fault) {
    mine?.hooks.onTrouble(fault.message);
  }
  hurry();
});

document.addEventListener('visibilitychange', () => document.hidden || hurry());
