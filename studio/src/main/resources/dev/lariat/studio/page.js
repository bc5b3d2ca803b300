/** Elements, requests and messages: what all views use. Text of tables is set as text, never as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes (functions become listeners, what is false is left out) and children; text is text. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (key === 'value' || key === 'checked') element[key] = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

async function answered(response) {
  if (response.ok) return response;
  const line = response.status === 401 ? 'The studio was started anew: open the address that it printed.' : await response.text();
  throw new Error(line || 'The studio does not answer.');
}

export async function get(address) {
  return (await answered(await fetch(address))).json();
}

export async function post(address, body, signal) {
  const response = await fetch(address, {method: 'POST', body: JSON.stringify(body), headers: {'Content-Type': 'application/json'}, signal});
  return (await answered(response)).json();
}

/** A file to the server, as it is. */
export async function send(address, file) {
  return (await answered(await fetch(address, {method: 'POST', body: file}))).json();
}

/** A line for everybody, screen readers too. */
export function say(line, wrong = false) {
  const said = document.getElementById('said');
  said.textContent = line;
  said.classList.toggle('wrong', wrong);
  said.classList.toggle('shown', !!line);
}

export function fail(error) {
  if (error.name === 'AbortError') return;
  say(error.message === 'Failed to fetch' ? 'The studio has ended: start it again, and load this page anew.' : error.message, true);
}

/** Questions of a view: the answer to one is late when another was asked meanwhile, or the view was left. */
export function questions() {
  let last = 0;
  const all = {
    left: false,
    ask() {
      const mine = ++last;
      return () => all.left || mine !== last;
    },
    leave() {
      all.left = true;
    },
  };
  return all;
}

/** Calls when nothing has come for a while. */
export function calm(milliseconds, call) {
  let waiting = 0;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => call(...values), milliseconds);
  };
}

/** Whether the user wants less motion. */
export const calmer = matchMedia('(prefers-reduced-motion: reduce)');

/** Calls at once, and then at most so often, the last time with the last values. With reduced motion pictures change once a second. */
export function paced(milliseconds, call) {
  let waiting = 0;
  let last = [];
  let before = 0;
  return (...values) => {
    last = values;
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      before = performance.now();
      call(...last);
    }, Math.max(0, before + (calmer.matches ? 1000 : milliseconds) - performance.now()));
  };
}

/** An address with a query; lists become several fields. */
export function address(path, query) {
  const fields = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== '' && one !== null && one !== undefined) fields.append(key, one);
    }
  }
  return path + '?' + fields;
}

export const count = (n, one, many) => n.toLocaleString('en-US') + ' ' + (n === 1 ? one : many || one + 's');

/** Seconds in words. */
export function time(seconds) {
  const s = Math.max(1, Math.round(seconds));
  return s < 60 ? s + ' s' : s < 3600 ? Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0') + ' min'
    : Math.floor(s / 3600) + ':' + String(Math.floor(s / 60) % 60).padStart(2, '0') + ' h';
}

/** A choice with its label. */
export function choice(label, values, chosen, change, more = {}) {
  const select = h('select', {...more, change: () => change(select.value)},
    values.map((value) => {
      const [word, text] = Array.isArray(value) ? value : [value, value];
      return h('option', {value: word}, text);
    }));
  select.value = chosen;
  return h('label', {class: 'field'}, h('span', {}, label), select);
}
