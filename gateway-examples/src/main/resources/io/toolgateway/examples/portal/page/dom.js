// Elements without markup: every text is set as text, so that none is ever interpreted.

export const find = (id) => document.getElementById(id);

/** An element with a class, and children that are elements or texts. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** A button that does something. */
export function button(className, action, ...children) {
  const element = make('button', className, ...children);
  element.type = 'button';
  element.addEventListener('click', action);
  return element;
}

/** A person's initial in a colour of their own. */
export function paintAvatar(element, person, index) {
  element.textContent = person.name.slice(0, 1);
  element.dataset.tone = String(index % 7);
}

export function show(element, isShown) {
  element.hidden = !isShown;
}
