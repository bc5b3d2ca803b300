import {address, calm, choice, count, fail, get, h, post, questions, say, svg} from './page.js';
import {LiveFigure, series} from './figure.js';
import {drawn, range} from './rows.js';
import {remember} from './state.js';

/* A model by hand: a form with its columns, the prediction as one types, what each column adds, and what another value would do. */

const MOST = 40;

export async function show(root, query) {
  const {models} = await get('/api/models');
  root.append(h('h1', {}, 'Model'));
  if (!models.length) {
    root.append(h('p', {class: 'soft'}, 'There is no model in this folder yet: a study makes one.'));
    return null;
  }
  const name = models.includes(query.get('model')) ? query.get('model') : models[0];
  root.append(h('div', {class: 'chooser'}, choice('Model', models, name, (model) => { location.hash = '#model?' + new URLSearchParams({model}); }, {id: 'model'})));
  const [form, {tables}] = await Promise.all([get(address('/api/model', {model: name})), get('/api/tables')]);
  const row = Object.fromEntries(form.fields.map((field) => [field.name, query.get('v.' + field.name) ?? field.value]));
  const curved = form.fields.filter((field) => field.curve).map((field) => field.name);
  const several = form.targets.length > 1;
  const state = {name, form, row, asked: questions(), column: curved.includes(query.get('curve')) ? query.get('curve') : curved[0] || '',
    output: several ? Math.max(0, form.targets.indexOf(query.get('explained'))) : 0};
  const out = {said: h('div', {id: 'prediction', 'aria-live': 'polite'}), words: h('div', {id: 'words'}), parts: h('div', {id: 'parts'}), near: h('section', {id: 'nearest'}),
    survival: new LiveFigure('model-survival', 'The probability of no event, by time', 230),
    curve: new LiveFigure('model-curve', 'The prediction along one column, the others held', 300)};
  const update = calm(120, () => {
    if (state.draw) state.draw();
    ask(state, out);
  });
  const keep = calm(300, () => state.asked.left || form.shape || remember('model', {model: name, ...state.column ? {curve: state.column} : {}, ...several ? {explained: form.targets[state.output]} : {}, ...Object.fromEntries(form.fields.filter((field) => state.row[field.name] !== field.value)
    .map((field) => ['v.' + field.name, state.row[field.name]]))}));
  const filter = h('input', {type: 'search', id: 'filter', input: calm(100, () => fill())});
  const fields = h('div', {class: 'fields'});
  const fill = () => {
    const wanted = form.fields.filter((field) => field.name.toLowerCase().includes(filter.value.toLowerCase()));
    fields.replaceChildren(...wanted.slice(0, MOST).map((field) => input(field, state, () => {
      update();
      keep();
    })), wanted.length > MOST ? h('p', {class: 'soft'}, 'and ' + (wanted.length - MOST) + ' more: filter by name') : '');
  };
  fill();
  const typing = h('form', {class: form.shape ? '' : 'panel', submit: (event) => event.preventDefault()},
    form.fields.length > 12 ? h('label', {class: 'field'}, h('span', {}, 'Only names with'), filter) : null, fields);
  if (form.shape) {
    root.append(h('p', {class: 'soft'}, form.says), whatIsRead(state, tables, query, () => {
      fill();
      update();
    }));
  }
  root.append(form.shape ? '' : h('p', {class: 'soft'}, form.says), h('div', {class: 'play'},
    h('div', {}, out.said, form.survival ? out.survival.element : '', several ? choice('Explained', form.targets.map((target, i) => [String(i), target]), String(state.output), (chosen) => {
      state.output = +chosen;
      update();
      keep();
    }, {id: 'explained'}) : '', out.words, out.parts),
    form.shape ? h('details', {class: 'panel'}, h('summary', {}, 'Its ' + count(form.fields.length, 'number')), typing) : typing),
  out.near,
  form.shape ? '' : form.compared ? !curved.length ? '' : h('section', {}, h('h2', {}, 'What another value would do'),
    h('div', {class: 'chooser'}, choice('Column', curved, state.column, (column) => {
      state.column = column;
      update();
      keep();
    }, {id: 'curve'})), out.curve.element) : h('p', {class: 'soft'}, 'The training table is not in this folder any more: what columns add, and curves, are left out.'));
  root.append(whole(name, tables));
  await ask(state, out);
  return () => {
    state.asked.leave();
    out.curve.dispose();
    out.survival.dispose();
  };
}

/** A row of a table as the picture or series that the model reads; which row is chosen here. */
function whatIsRead(state, tables, query, changed) {
  const {form} = state;
  const {shape, places} = form.shape;
  const image = shape.kind === 'image';
  const told = h('p', {class: 'soft', id: 'row-says', 'aria-live': 'polite'});
  const figure = h('div', {class: 'read', id: 'read'});
  const own = tables.find((one) => one.path === form.data || one.path.endsWith('/' + form.data));
  const asked = questions();
  let path = tables.some((one) => one.path === query.get('of')) ? query.get('of') : !form.compared && own ? own.path : '';
  const draw = () => {
    const values = Array(shape.height * shape.width * shape.channels).fill(NaN);
    form.fields.forEach((field, i) => { values[places[i]] = state.row[field.name] === '' ? NaN : +state.row[field.name]; });
    // A pixel that no picture of the training table has is not among the model's columns, and dark.
    const [low, high] = range(shape, values);
    figure.replaceChildren(drawn(shape, values, low, high, (image ? 'The picture' : 'The series') + ' that the model reads'));
  };
  state.draw = draw;
  const bring = async () => {
    if (!path) return;
    const late = asked.ask();
    try {
      const {rows, row} = await get(address('/api/table/row', {path, row: number.value}));
      if (late() || state.asked.left) return;
      const lacking = form.fields.find((field) => field.required && !(field.name in row));
      if (lacking) throw new Error(path + " has no column '" + lacking.name + "', which the model reads");
      form.fields.forEach((field) => { state.row[field.name] = row[field.name] ?? ''; });
      number.max = rows;
      told.textContent = 'Row ' + number.value + ' of ' + rows.toLocaleString('en-US') + (row[form.target] === undefined ? '' : ': ' + form.target + ' is ' + (row[form.target] || 'missing') + ' there');
      say('');
      remember('model', {model: state.name, of: path, row: number.value});
      draw();
      changed();
    } catch (error) {
      if (!late()) fail(error);
    }
  };
  const number = h('input', {type: 'number', id: 'row', min: 1, step: 1, value: query.get('row') || '1', change: bring});
  draw();
  bring();
  return h('section', {'aria-labelledby': 'read-title'}, h('h2', {id: 'read-title'}, image ? 'The picture that it reads' : 'The series that it reads'),
    h('div', {class: 'chooser'}, choice('Of', [['', form.compared ? 'the first training row' : 'typed below'], ...tables.map((one) => one.path)], path, (chosen) => {
      path = chosen;
      bring();
    }, {id: 'row-of'}), h('label', {class: 'field'}, h('span', {}, 'Row'), number)), figure, told);
}

/** A table of the folder with its predictions, to be saved. */
function whole(name, tables) {
  const save = h('a', {class: 'button', id: 'predict-table', download: true, hidden: true}, 'Save its predictions');
  return h('section', {}, h('h2', {}, 'A whole table'), h('div', {class: 'chooser'},
    choice('Table of the folder', [['', 'choose one'], ...tables.map((one) => one.path)], '', (path) => {
      save.hidden = !path;
      save.href = address('/api/model/table', {model: name, path});
    }, {id: 'predicted'}), save));
}

function input(field, state, change) {
  const set = (value) => {
    state.row[field.name] = value;
    change();
  };
  if (field.levels.length) return choice(field.name, [['', 'missing'], ...field.levels], state.row[field.name], set, {'data-column': field.name});
  if (field.kind === 'text') {
    const text = h('textarea', {rows: 5, 'data-column': field.name, placeholder: 'missing', input: () => set(text.value)}, state.row[field.name]);
    return h('label', {class: 'field whole'}, h('span', {}, field.name), text);
  }
  const box = h('input', {value: state.row[field.name], 'data-column': field.name, inputmode: field.kind === 'numeric' ? 'decimal' : 'text', autocomplete: 'off',
    placeholder: 'missing', input: () => set(box.value)});
  return h('label', {class: 'field'}, h('span', {}, field.name), box);
}

/** An answer that comes after a later question, or to a view that was left, is dropped. */
async function ask(state, out) {
  if (state.asked.left) return;
  const late = state.asked.ask();
  try {
    const told = await post('/api/model/predict', {model: state.name, row: state.row, output: state.output});
    if (late()) return;
    say('');
    state.output = told.output;
    said(out.said, state.form, told);
    if (told.survival) survival(out.survival, told.survival);
    words(out.words, told.texts || []);
    parts(out.parts, state.form, told);
    near(out.near, state.form, told);
    if (state.form.compared && state.column) await curve(state, out.curve, late);
  } catch (error) {
    if (!late()) fail(error);
  }
}

function said(root, form, told) {
  if (form.task === 'regression') {
    const bounds = told.interval;
    root.replaceChildren(...form.targets.map((target, i) => h('p', {class: 'answer'}, form.survival ? 'relative risk ' : target + ' ', h('b', {}, Plots.format(told.prediction[i])))),
      bounds ? h('p', {class: 'soft', id: 'interval'}, Plots.format(bounds.low) + ' to ' + Plots.format(bounds.high) + ': the prediction interval, between which the numbers of '
        + Math.round(100 * bounds.coverage) + ' of 100 such rows should lie') : '');
    return;
  }
  const order = form.classes.map((name, i) => [name, told.prediction[i]]).sort((a, b) => b[1] - a[1]);
  root.replaceChildren(h('p', {class: 'answer'}, form.target + ' ', h('b', {}, order[0][0])),
    h('ul', {class: 'levels'}, order.slice(0, 8).map(([name, share]) => h('li', {}, svg('svg', {viewBox: '0 0 100 14', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
      svg('rect', {x: 0, y: 1, width: Math.max(0.5, 100 * share), height: 12, class: 'bar'})), h('span', {}, name), h('span', {class: 'soft'}, (100 * share).toFixed(1) + ' %')))));
}

/** The share of such rows that have had no event yet. */
function survival(figure, {times, shares}) {
  const half = shares.findIndex((share) => share < 0.5);
  figure.show({x: {name: 'time', type: 'value'}, y: {name: 'no event yet', type: 'value', min: 0, max: 1}, guides: [],
    series: [series('line', '', 'with', times.map((time, i) => [time, shares[i]]))]},
  'From 1 at time 0 to ' + Plots.format(shares.at(-1)) + ' at ' + Plots.format(times.at(-1)) + (half > 0 ? '; half of such rows have had the event by ' + Plots.format(times[half]) : ''));
}

/** Texts with their words marked: by how much each changes the prediction, found by taking it out. */
function words(root, texts) {
  root.replaceChildren(...texts.flatMap((text) => {
    const largest = Math.max(1e-12, ...text.words.map((word) => Math.abs(word.change)));
    const level = (change) => Math.ceil(3 * Math.abs(change) / largest);
    return [h('h2', {}, 'The words of ' + text.column),
      h('p', {class: 'marked', tabindex: 0}, text.rows[0].pieces.map((piece) => Math.abs(piece.change) < 0.05 * largest ? piece.text
        : h('mark', {class: (piece.change > 0 ? 'for' : 'against') + ' m' + level(piece.change)}, piece.text))),
      h('p', {class: 'soft'}, text.words.length ? 'By how much ' + (text.towards ? 'the log-odds of ' + text.towards : 'the prediction') + ' would fall without the word: '
        + text.words.slice(0, 8).map((word) => word.word + ' ' + (word.change > 0 ? '+' : '') + Plots.format(word.change)).join(', ') + '.' : 'No word of it is known to the model.')];
  }));
}

function parts(root, form, told) {
  if (!told.parts) return;
  const largest = Math.max(1e-12, ...told.parts.map((part) => Math.abs(part.amount)));
  const what = named(form, told.output);
  root.replaceChildren(h('h2', {}, 'What each column adds'),
    h('p', {class: 'soft'}, 'To ' + what + ', against ' + Plots.format(told.base) + ', the mean over ' + told.compared + ' rows of the table (Shapley values).'),
    h('ul', {class: 'parts'}, told.parts.slice(0, 10).map((part) => h('li', {}, h('span', {}, part.column), bar(part.amount / largest),
      h('span', {class: 'number'}, (part.amount > 0 ? '+' : '') + measured(part.amount, part.error))))));
}

/** What is explained, in words. */
const named = (form, output) => form.survival ? 'relative risk' : form.task === 'regression' ? form.targets[output] : 'the probability of ' + form.classes[output];

/** A number with its error, both to the second digit of the error. */
function measured(amount, error) {
  if (!(error > 0)) return Plots.format(amount);
  const digits = 1 - Math.floor(Math.log10(error));
  return digits < 0 || digits > 8 ? Plots.format(amount) + ' ± ' + Plots.format(error) : (amount.toFixed(digits) + ' ± ' + error.toFixed(digits)).replace(/^-/, '−');
}

const bar = (share) => svg('svg', {viewBox: '-100 0 200 14', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
  svg('rect', {x: Math.min(0, 100 * share), y: 1, width: Math.max(0.5, Math.abs(100 * share)), height: 12, class: share < 0 ? 'bar minus' : 'bar'}));

const NEAR_COLUMNS = 5;

/** Rows of the training table that are most like the typed one, with the columns that say most of it; pictures and series as what they are. */
function near(root, form, told) {
  if (!told.nearest || !told.nearest.length) return;
  const columns = form.shape ? [] : (told.parts || []).map((part) => part.column).slice(0, NEAR_COLUMNS);
  const seen = (one) => {
    const {shape, places} = form.shape;
    const values = Array(shape.height * shape.width * shape.channels).fill(NaN);
    form.fields.forEach((field, i) => { values[places[i]] = one.values[field.name] ? +one.values[field.name] : NaN; });
    return drawn(shape, values, ...range(shape, values), 'Row ' + one.row);
  };
  root.replaceChildren(h('h2', {}, 'The rows of the table that are most like it'),
    h('div', {class: 'wide', tabindex: 0}, h('table', {class: 'near'}, h('thead', {}, h('tr', {}, h('th', {class: 'number'}, 'row'), form.shape ? h('th', {}, form.shape.shape.kind === 'image' ? 'picture' : 'series') : '',
      h('th', {}, form.target), columns.map((name) => h('th', {}, name)), h('th', {class: 'number'}, 'distance'))),
    h('tbody', {}, told.nearest.map((one) => h('tr', {}, h('td', {class: 'number'}, one.row.toLocaleString('en-US')), form.shape ? h('td', {}, seen(one)) : '',
      h('td', {}, one.target || '–'), columns.map((name) => h('td', {}, shortened(one.values[name]))), h('td', {class: 'number'}, Plots.format(one.distance))))))));
}

const shortened = (value) => !value ? '–' : value.length > 60 ? value.slice(0, 59) + '…' : /^-?[0-9.]+(e-?[0-9]+)?$/i.test(value) ? Plots.format(+value) : value;

async function curve(state, figure, late) {
  const told = await post('/api/model/curve', {model: state.name, row: state.row, column: state.column, output: state.output});
  if (late() || !told.values.length) return;
  const name = named(state.form, state.output).replace(/^the /, '');
  const x = (i) => told.numeric ? +told.values[i] : i;
  const here = +state.row[state.column];
  figure.show({x: told.numeric ? {name: state.column, type: 'value'} : {name: state.column, type: 'category', names: told.values}, y: {name, type: 'value'},
    guides: told.numeric && state.row[state.column] !== '' && Number.isFinite(here) && here >= x(0) && here <= x(told.values.length - 1) ? [{axis: 'x', at: here, label: 'now'}] : [],
    series: [series(told.numeric ? 'line' : 'points', 'this row', 'with', told.own.map((y, i) => [x(i), y])),
      series(told.numeric ? 'line' : 'points', 'mean of ' + told.rows + ' rows', 'without', told.mean.map((y, i) => [x(i), y]), {dashed: true})]},
  name + ' from ' + Plots.format(told.own[0]) + ' to ' + Plots.format(told.own.at(-1)) + ' along ' + state.column);
}
