// The portal's own API. A POST carries the token of the session; the cookie alone would not do.

let token = '';

export const TOKEN_HEADER = 'X-CSRF-Token';
export const sessionToken = () => token;

/** What the server said instead of yes. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Whether the session is another one by now, or none. */
  get isOfSession() {
    return this.status === 401 || this.code === 'no_token';
  }
}

async function call(path, options) {
  const response = await fetch(path, {
    ...options,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(20000),
  });
  const text = await response.text();
  if (!response.ok) {
    const error = readError(text);
    throw new Refused(response.status, error.code, error.message);
  }
  return text ? JSON.parse(text) : null;
}

function readError(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return { code: 'unreadable', message: 'The server gave an answer that cannot be read.' };
  }
}

function post(path, body) {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [TOKEN_HEADER]: token },
    body: JSON.stringify(body),
  });
}

function keepToken(session) {
  token = session.token;
  return session;
}

export const session = () => call('/api/session').then(keepToken);
export const signIn = (person) => post('/api/session', { person }).then(keepToken);
export const signOut = () => post('/api/session/end', {}).then(keepToken);
export const say = (id, text) => post('/api/chat', { id, text });
export const beginAnew = () => post('/api/chat/new', {});

/** What is new in the chat; null if nothing is. */
export function lines(after, seen) {
  const query = new URLSearchParams({ after: String(after) });
  if (seen) {
    query.set('seen', seen);
  }
  return call(`/api/chat?${query}`);
}
