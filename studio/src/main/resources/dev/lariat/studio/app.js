import {get, h, fail, questions, say} from './page.js';
import {link, route, table, tableQuery} from './state.js';

/* Which view is shown. Each is a module of its own, loaded when it is first looked at. */

const VIEWS = [['data', 'Data'], ['study', 'Study'], ['play', 'Playground'], ['path', 'Linear path'], ['model', 'Model'], ['explain', 'Explain']];
const main = document.getElementById('main');
let leave = () => {};
const asked = questions();

// The token has done its work: it should be in no bookmark.
if (new URLSearchParams(location.search).has('token')) history.replaceState(null, '', '/' + location.hash);

function navigation(now, query) {
  const kept = tableQuery(table(query));
  document.getElementById('views').replaceChildren(...VIEWS.map(([view, name]) =>
    h('li', {}, h('a', {href: link(view, kept), 'aria-current': view === now ? 'page' : false}, name))));
}

function selector(element) {
  if (element.id) return '#' + CSS.escape(element.id);
  return element.dataset.column ? '[data-column="' + CSS.escape(element.dataset.column) + '"]' : '';
}

async function show() {
  const late = asked.ask();
  const {view, query} = route();
  const known = VIEWS.find(([name]) => name === view) || VIEWS[0];
  navigation(known[0], query);
  document.title = known[1] + ' · Lariat studio';
  const focused = document.activeElement && main.contains(document.activeElement) ? selector(document.activeElement) : '';
  leave();
  leave = () => {};
  say('');
  try {
    const module = await import('./' + known[0] + '.js');
    if (late()) return;
    // A view that is left while it still asks for something goes on in a place that nobody sees.
    const root = h('div', {});
    main.replaceChildren(root);
    const left = await module.show(root, query) || (() => {});
    if (late()) {
      left();
      return;
    }
    leave = left;
    main.dataset.view = known[0];
    // Who changed something by keyboard goes on from there.
    if (focused) main.querySelector(focused)?.focus({preventScroll: true});
  } catch (error) {
    if (late()) return;
    main.replaceChildren(h('h1', {}, known[1]), h('p', {}, 'This view could not be shown.'));
    fail(error);
  }
}

addEventListener('hashchange', () => {
  if (location.hash === '#main') {
    main.focus();
    return;
  }
  show();
});

get('/api/tables').then(({folder, start}) => {
  document.getElementById('folder').textContent = folder;
  if (start && !location.hash) location.hash = link('data', {path: start});
  else show();
}).catch(fail);
