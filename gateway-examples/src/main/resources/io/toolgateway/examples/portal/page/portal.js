// The page: either somebody has signed in and talks to the assistant, or chooses whom to play.

import * as api from './api.js';
import * as chat from './chat.js';
import { find, make, paintAvatar, show } from './dom.js';
import { paintMenu, paintSignIn } from './people.js';

const HOOKS = { onTrouble: tellTrouble, onSessionLost: () => load(true) };

async function load(movesFocus) {
  try {
    paint(await api.session(), movesFocus);
  } catch (fault) {
    tellTrouble('The portal cannot be reached. It is tried again by itself.');
    setTimeout(() => load(movesFocus), 3000);
  }
}

async function become(change) {
  // Nobody asks any more in the name of a session that is about to end.
  chat.stop();
  find('review').replaceChildren();
  try {
    paint(await change(), true);
  } catch (fault) {
    await load(true);
    if (!(fault instanceof api.Refused && fault.isOfSession)) {
      tellTrouble(fault.message);
    }
  }
}

const choose = (key) => become(() => api.signIn(key));

function paint(session, movesFocus) {
  const { person, people, assistant } = session;
  tellTrouble('');
  chat.stop();
  paintMenu(person, people, choose);
  paintReview(session);
  show(find('sign-in'), person === null);
  show(find('desk'), person !== null);
  document.title = person === null ? 'Sign in · Support portal' : `${person.name} · Support portal`;
  if (person === null) {
    paintSignIn(people, choose);
    if (movesFocus) {
      find('sign-in-heading').focus();
    }
    return;
  }
  paintAvatar(find('you-avatar'), person, people.findIndex((each) => each.key === person.key));
  find('you-name').textContent = person.name;
  find('you-title').textContent = person.title;
  find('you-company').textContent = person.company;
  find('you-may').textContent = person.may;
  find('model').textContent = assistant.name;
  find('origin').textContent = assistant.origin;
  find('message').value = '';
  chat.start(person, HOOKS);
  if (movesFocus) {
    find('message').focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

/** The panel of pending actions, made anew for each person: it is told where to ask and with which token. */
function paintReview(session) {
  const slot = find('review');
  slot.replaceChildren();
  if (session.person === null || session.component === null) {
    return;
  }
  const panel = make('tool-gateway-approvals', '');
  panel.setAttribute('api', '/api/review/');
  panel.setAttribute('csrf-header', api.TOKEN_HEADER);
  panel.setAttribute('csrf-token', api.sessionToken());
  slot.append(panel);
  import(session.component).catch(() => tellTrouble('The panel of pending actions cannot be loaded.'));
}

function tellTrouble(words) {
  const trouble = find('trouble');
  if (trouble.textContent !== words) {
    trouble.textContent = words;
  }
  show(trouble, words !== '');
}

find('sign-out').addEventListener('click', () => become(api.signOut));

load(false);
