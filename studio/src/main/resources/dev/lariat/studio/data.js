import {calm, choice, count, fail, get, h, post, say, send, svg} from './page.js';
import {drawn} from './rows.js';
import {link, table, tableQuery} from './state.js';

/* The data view: a table of the folder or one that is dropped, its columns, and what to ask about them. */

const KINDS = ['numeric', 'category', 'boolean', 'date', 'text', 'identifier'];
const MOST = 400;

export async function show(root, query) {
  const now = table(query);
  const found = h('div', {class: 'chooser'});
  const body = h('div', {});
  root.append(h('h1', {}, 'Data'), found, body);
  await choose(found, now);
  const leave = dropping(root); // a table may be dropped while another is read
  try {
    if (now.path) await open(body, now);
    else body.append(h('p', {class: 'soft'}, 'Choose a table, or drop one anywhere on this page.'));
  } catch (error) {
    if (!root.isConnected) {
      leave();
      throw error;
    }
    // The list stays, and another table may be dropped: what cannot be read is no dead end.
    fail(error);
    const parted = error.message.includes(BAD_ROWS);
    body.replaceChildren(h('p', {class: 'soft'}, 'This table cannot be shown. Choose another, or drop one anywhere on this page.'),
      parted ? h('p', {}, h('button', {type: 'button', id: 'bad-rows', click: () => go({...now, badRows: 'skip'})}, BAD_ROWS)) : '');
  }
  return leave;
}

const BAD_ROWS = 'Leave out lines with too many or too few fields';

const go = (now) => { location.hash = link('data', tableQuery(now)); };

async function choose(root, now) {
  const {tables, largest} = await get('/api/tables');
  most = largest;
  const file = h('input', {type: 'file', multiple: true, change: () => bring(file.files)});
  root.append(
    choice('Table of the folder', [['', tables.length ? 'choose one of ' + tables.length : 'there is none'],
      ...tables.map((one) => [one.path, one.path + ' (' + (one.bytes ? size(one.bytes) : 'pictures') + ')'])],
    tables.some((one) => one.path === now.path) ? now.path : '',
    (path) => path && go({path, target: '', kinds: {}, drop: []}), {id: 'table'}),
    h('label', {class: 'field'}, h('span', {}, 'Or bring one'), file));
}

const size = (bytes) => bytes < 1e3 ? bytes + ' B' : bytes < 1e6 ? Math.round(bytes / 1e3) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB';

/** The largest file that the server takes, in bytes. */
let most = Infinity;

/** Brings files; the first that is a table is opened, labels of pictures beside it are not. */
async function bring(files) {
  const brought = [];
  for (const file of files) {
    if (file.size > most) {
      say(file.name + ' is larger than ' + size(most) + ': copy it into the folder that the studio was started in, and open it from the list.', true);
      return;
    }
    say('Bringing ' + file.name + ' …');
    try {
      brought.push((await send('/api/tables?name=' + encodeURIComponent(file.name), file)).path);
    } catch (error) {
      fail(error);
      return;
    }
  }
  const table = brought.find((path) => !/idx1-ubyte(\.gz)?$/.test(path));
  if (table) go({path: table, target: '', kinds: {}, drop: []});
  else if (brought.length) say(brought[0] + ' has labels: bring the pictures, too.');
}

function dropping(root) {
  const over = (event) => {
    event.preventDefault();
    root.classList.add('dropping');
  };
  const out = () => root.classList.remove('dropping');
  const drop = (event) => {
    event.preventDefault();
    out();
    bring(event.dataTransfer.files);
  };
  addEventListener('dragover', over);
  addEventListener('dragleave', out);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('dragleave', out);
    removeEventListener('drop', drop);
  };
}

async function open(root, now) {
  say('Reading ' + now.path + ' …');
  const profile = await post('/api/table', now);
  say('');
  const task = {classification: 'classification', regression: 'regression'}[profile.task];
  root.append(
    h('h2', {id: 'table-name'}, now.path, h('span', {class: 'soft'}, ' ' + count(profile.rows, 'row') + ', ' + count(profile.columns.length, 'column'))),
    ...profile.notes.map((note) => h('p', {class: 'soft'}, note)),
    h('div', {class: 'chooser'},
      choice('What is to be predicted', [['', 'choose the target'], ...profile.columns.map((column) => column.name)], now.target,
        (target) => go({...now, target}), {id: 'target'}),
      now.target ? h('p', {class: 'next'}, task ? h('span', {class: 'soft'}, task) : null,
        h('a', {class: 'button', id: 'to-study', href: link('study', tableQuery(now))}, 'Study it'),
        h('a', {href: link('play', tableQuery(now))}, 'Play with two columns'),
        h('a', {href: link('path', tableQuery(now))}, 'Linear path')) : null),
    warnings(profile));
  root.append(
    await samples(profile, now),
    columns(profile, now));
}

/** Below so many columns a row is no picture, and hardly a series. */
const FEWEST = 12;

/** A few rows of each class, where rows are pictures or series. */
async function samples(profile, now) {
  if (profile.columns.length < FEWEST) return '';
  const root = h('section', {'aria-labelledby': 'samples'});
  const steps = h('input', {id: 'series', inputmode: 'numeric', autocomplete: 'off', placeholder: 'none', value: now.series,
    change: () => go({...now, image: '', series: steps.value.trim()})});
  const ask = h('label', {class: 'field'}, h('span', {}, 'Steps of a series, if rows are series'), steps);
  let some = {};
  try {
    some = await post('/api/table/samples', now);
  } catch (error) {
    fail(error);
  }
  if (!some.shape) {
    root.append(h('h3', {id: 'samples'}, 'Rows'), h('div', {class: 'chooser'}, ask));
    return root;
  }
  const {shape} = some;
  const image = shape.kind === 'image';
  const what = image ? shape.height + ' × ' + shape.width + ' pixels' + (shape.channels === 1 ? '' : ', ' + shape.channels + ' channels')
    : count(shape.height, 'step') + ' of ' + count(shape.channels, 'number');
  if (image && !now.image) now.image = shape.height + 'x' + shape.width + (shape.channels === 1 ? '' : 'x' + shape.channels);
  const study = document.getElementById('to-study');
  if (study) study.href = link('study', tableQuery(now));
  root.append(...[h('h3', {id: 'samples'}, image ? 'Pictures' : 'Series', h('span', {class: 'soft'}, ' ' + what)), image ? null : h('div', {class: 'chooser'}, ask),
    h('ul', {class: 'samples'}, some.groups.map((group) => h('li', {}, h('b', {}, group.label || 'Some rows'), h('span', {class: 'soft'}, ' ' + count(group.rows, 'row')),
      h('div', {class: 'some'}, group.samples.map((one) => drawn(shape, one.values, some.low, some.high,
        (image ? 'Picture of row ' : 'Series of row ') + one.row + (group.label ? ', ' + group.label : '')))))))].filter(Boolean));
  return root;
}

function warnings(profile) {
  if (!profile.warnings.length) {
    return profile.target ? h('p', {class: 'good'}, 'Nothing about this table and target asks for a second look.') : '';
  }
  return h('section', {'aria-labelledby': 'look'}, h('h3', {id: 'look'}, 'Look at this first'),
    h('ul', {class: 'warnings'}, profile.warnings.map((warning) =>
      h('li', {class: ['identifier', 'constant', 'missing'].includes(warning.kind) ? 'minor' : 'major'}, h('b', {}, warning.kind.replace(/-/g, ' ')), ' ', warning.text))));
}

function columns(profile, now) {
  const filter = h('input', {type: 'search', id: 'filter', input: calm(100, () => fill())});
  const list = h('ul', {class: 'columns'});
  const fill = () => {
    const wanted = profile.columns.filter((column) => column.name.toLowerCase().includes(filter.value.toLowerCase()));
    list.replaceChildren(...wanted.slice(0, MOST).map((column) => card(column, profile.rows, now)),
      wanted.length > MOST ? h('li', {class: 'soft'}, 'and ' + (wanted.length - MOST) + ' more: filter by name') : '');
  };
  fill();
  return h('section', {'aria-labelledby': 'columns'}, h('h3', {id: 'columns'}, 'Columns'),
    profile.columns.length > 12 ? h('label', {class: 'field'}, h('span', {}, 'Only names with'), filter) : null, list);
}

function card(column, rows, now) {
  const share = column.missing / rows;
  const told = now.kinds[column.name];
  const isTarget = column.name === now.target;
  const dropped = now.drop.includes(column.name);
  const kinds = KINDS.includes(column.kind) ? KINDS : [column.kind, ...KINDS];
  return h('li', {class: 'column' + (isTarget ? ' target' : '') + (dropped ? ' dropped' : '')},
    h('p', {class: 'name'}, column.name, isTarget ? h('span', {class: 'badge'}, 'target') : null),
    bars(column),
    h('p', {class: 'soft'}, column.says, column.missing ? '; ' + percent(share) + ' missing' : ''),
    h('div', {class: 'row'},
      choice('Kind of ' + column.name, kinds, told || column.kind, (kind) => go({...now, kinds: {...now.kinds, [column.name]: kind}}), {'data-column': column.name}),
      told ? h('button', {type: 'button', class: 'quiet', click: () => {
        const kinds = {...now.kinds};
        delete kinds[column.name];
        go({...now, kinds});
      }}, 'as found') : null,
      isTarget ? null : h('label', {class: 'check'}, h('input', {type: 'checkbox', checked: dropped, change: () => go({...now,
        drop: dropped ? now.drop.filter((name) => name !== column.name) : [...now.drop, column.name]})}), 'leave out'),
      isTarget || dropped ? null : h('button', {type: 'button', class: 'quiet', click: () => go({...now, target: column.name})}, 'predict this')));
}

const percent = (share) => share < 0.01 ? 'under 1 %' : Math.round(100 * share) + ' %';

function bars(column) {
  const all = column.bars;
  if (!all.length) return h('div', {class: 'bars none'});
  const most = Math.max(1, ...all.map((bar) => bar.rows));
  const label = column.ordered ? 'Distribution of ' + column.name + ': ' + column.says
    : column.name + ': ' + all.map((bar) => bar.label + ' ' + bar.rows).join(', ');
  if (!column.ordered) {
    return h('ul', {class: 'levels', 'aria-label': label}, all.slice(0, 4).map((bar) =>
      h('li', {}, svg('svg', {viewBox: '0 0 100 14', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
        svg('rect', {x: 0, y: 1, width: Math.max(1, 100 * bar.rows / most), height: 12, class: 'bar'})),
      h('span', {}, bar.label), h('span', {class: 'soft'}, bar.rows.toLocaleString('en-US')))));
  }
  return svg('svg', {class: 'bars', viewBox: '0 0 ' + 10 * all.length + ' 50', preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
    all.map((bar, i) => svg('rect', {x: 10 * i + 0.5, y: 50 - 48 * bar.rows / most, width: 9, height: Math.max(bar.rows ? 1 : 0, 48 * bar.rows / most), class: 'bar'},
      svg('title', {}, bar.label + ': ' + bar.rows))));
}
