// Who plays whom: the sign-in page, and the menu at the top.

import { button, find, make, paintAvatar, show } from './dom.js';

const menuButton = find('who-button');
const menu = find('who-menu');

function avatar(person, index) {
  const element = make('span', 'avatar');
  element.setAttribute('aria-hidden', 'true');
  paintAvatar(element, person, index);
  return element;
}

/** The sign-in page: a card with a button for each. */
export function paintSignIn(people, onChosen) {
  find('people').replaceChildren(...people.map((person, index) => make('li', '',
    button('person', () => onChosen(person.key),
      avatar(person, index),
      make('span', 'person-text',
        make('span', 'person-name', person.name),
        make('span', 'person-title', person.title),
        make('span', 'person-may', person.may)),
      make('span', 'person-go', 'Continue', make('span', 'unseen', ` as ${person.name}`))))));
}

/** The name at the top and its menu. */
export function paintMenu(person, people, onChosen) {
  show(find('who'), person !== null);
  close(false);
  if (person === null) {
    return;
  }
  const index = people.findIndex((each) => each.key === person.key);
  paintAvatar(find('who-avatar'), person, index);
  find('who-name').textContent = person.name;
  find('who-title').textContent = person.title;
  find('who-people').replaceChildren(...people.map((each, position) => {
    const item = button('menu-item', () => onChosen(each.key),
      avatar(each, position),
      make('span', 'who-text',
        make('span', 'who-name', each.name),
        make('span', 'who-title', each.title)));
    if (each.key === person.key) {
      item.setAttribute('aria-current', 'true');
    }
    return make('li', '', item);
  }));
}

function open() {
  show(menu, true);
  menuButton.setAttribute('aria-expanded', 'true');
}

function close(returnsFocus) {
  show(menu, false);
  menuButton.setAttribute('aria-expanded', 'false');
  if (returnsFocus) {
    menuButton.focus();
  }
}

menuButton.addEventListener('click', () => (menu.hidden ? open() : close(false)));

find('who').addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !menu.hidden) {
    event.stopPropagation();
    close(true);
  }
});

find('who').addEventListener('focusout', (event) => {
  if (event.relatedTarget && !find('who').contains(event.relatedTarget)) {
    close(false);
  }
});

document.addEventListener('click', (event) => {
  if (!menu.hidden && !find('who').contains(event.target)) {
    close(false);
  }
});
