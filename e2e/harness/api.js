// The API as a program uses it: JSON over HTTP with a key.

/** A client of one server. */
export class Api {
  #origin;
  #headers;

  constructor(server) {
    this.#origin = server.origin;
    this.#headers = { authorization: `Bearer ${server.apiKey}` };
  }

  /** Sends a request and returns the answer as it is. */
  async send(method, path, { json, form, text, headers = {} } = {}) {
    const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form) : text;
    const type = json ? { 'content-type': 'application/json' } : {};
    return fetch(this.#origin + path, {
      method,
      body,
      redirect: 'manual',
      headers: { ...this.#headers, ...type, ...headers },
    });
  }

  /** Sends a request that must succeed and returns its JSON. */
  async call(method, path, options) {
    const answer = await this.send(method, path, options);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** Every item of a list, page by page. */
  async all(path) {
    const items = [];
    let cursor = null;
    do {
      const joint = path.includes('?') ? '&' : '?';
      const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.call('GET', `${path}${joint}limit=200${next}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return items;
  }
}
