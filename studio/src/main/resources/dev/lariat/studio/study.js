import {address, calm, choice, count, fail, paced, get, h, post, say, time} from './page.js';
import {LiveFigure, series} from './figure.js';
import {link, table, tableQuery} from './state.js';

/* The study view: a form that says its command, the runs of the folder, and one run live or with its verdict. */

export async function show(root, query) {
  if (query.get('run')) return run(root, query.get('run'));
  if (query.getAll('compare').length > 1) return compare(root, query.getAll('compare'));
  const now = table(query);
  root.append(h('h1', {}, 'Study'));
  if (now.path && now.target) root.append(form(now));
  else root.append(h('p', {class: 'soft'}, 'A study finds out whether a network overfits, which regularizer to use and how strong. ',
    h('a', {href: link('data', tableQuery(now))}, 'Choose a table and its target'), ' to begin one.'));
  const list = h('section', {'aria-labelledby': 'runs-title'});
  root.append(list);
  await runs(list);
  return null;
}

const open = (name) => { location.hash = link('study', {run: name}); };

function form(now) {
  const options = {quick: true, image: now.image, series: now.series};
  const said = h('pre', {id: 'command', tabindex: 0});
  const tell = calm(60, async () => {
    try {
      said.textContent = (await post('/api/command', {...now, options})).command;
    } catch (error) {
      fail(error);
    }
  });
  const set = (name, value) => {
    options[name] = value;
    tell();
  };
  const field = (name, label, hint, more = {}) => {
    const input = h('input', {id: 'option-' + name, placeholder: hint, autocomplete: 'off', input: () => set(name, input.value), ...more});
    return h('label', {class: 'field'}, h('span', {}, label), input);
  };
  const flag = (name, label) => {
    const box = h('input', {type: 'checkbox', id: 'option-' + name, checked: !!options[name], change: () => set(name, box.checked)});
    return h('label', {class: 'check'}, box, label);
  };
  const start = h('button', {class: 'button', id: 'start'}, 'Start the study');
  tell();
  return h('form', {class: 'panel', submit: async (event) => {
    event.preventDefault();
    start.disabled = true;
    say('Beginning …');
    try {
      open((await post('/api/runs', {...now, options})).run);
    } catch (error) {
      start.disabled = false;
      fail(error);
    }
  }},
  h('h2', {}, now.path, h('span', {class: 'soft'}, ' target ' + now.target)),
  h('div', {class: 'fields'}, flag('quick', 'A first answer: fewer strengths, half the epochs'),
    field('time-limit', 'Time limit', 'none; 90s, 10m or 2h'), field('test', 'Rows kept out to the end', 'none; 0.2 is a fifth'),
    field('regularizers', 'Regularizers', 'all; or l1,l2,dropout,…'), field('models', 'Models', 'all; or linear,network'),
    field('folds', 'Folds', '5 up to 5,000 rows', {inputmode: 'numeric'}), field('seeds', 'Seeds of every cell', '1', {inputmode: 'numeric'}),
    field('epochs', 'Epochs', 'by the number of rows', {inputmode: 'numeric'}), field('hidden', 'Units of hidden layers', '128,64'),
    now.image ? field('image', 'Pictures of', 'none', {value: now.image}) : null, now.series ? field('series', 'Steps of a series', 'none', {value: now.series}) : null,
    field('metric', 'Metric', 'log-loss, or squared error'), field('threads', 'Cells at once', 'all cores', {inputmode: 'numeric'})),
  more(now, field, flag, set),
  h('p', {class: 'soft'}, 'The same on the command line, in the same run directory; either goes on with what the other began:'), said,
  h('p', {}, start));
}

/** What is asked for more seldom; the columns to choose from come when it is opened. */
function more(now, field, flag, set) {
  const body = h('div', {class: 'fields'});
  const details = h('details', {id: 'more', toggle: async () => {
    if (!details.open || body.children.length) return;
    let columns = [];
    try {
      columns = (await post('/api/table', now)).columns.filter((column) => column.name !== now.target);
    } catch (error) {
      fail(error);
    }
    if (body.children.length) return;
    const names = columns.map((column) => column.name);
    const pick = (name, label, values, none = 'none') => choice(label, [['', none], ...values], '', (value) => set(name, value), {id: 'option-' + name});
    const texts = columns.some((column) => column.kind === 'text');
    body.append(...[pick('group-column', 'Groups that stay together', names), pick('time-column', 'Split in the order of', names), pick('weights', 'Weights of rows', names),
      pick('task', 'The target is', [['classification', 'a class'], ['regression', 'a number']], 'as found'),
      pick('target-missing', 'Rows without a target', [['drop', 'leave out']], 'refuse'),
      pick('prefer', 'Train which answer', [['simplest', 'the simplest that ties'], ['proven', 'what is proven']], 'the lowest expected loss'),
      pick('sequence-id', 'A row is a step of the sequence', names, 'no: a row is a row'), pick('sequence-time', 'When the step is', names),
      field('lr', 'Learning rate', 'by the optimizer', {inputmode: 'decimal'}), field('batch', 'Rows a step', 'by the number of rows', {inputmode: 'numeric'}),
      field('layers', 'Layers in words', 'dense 64, dropout 0.5, …'), field('sequence-static', 'The same at all steps of a sequence', 'found; or a,b'), flag('log-target', 'Learn the logarithm of the target'),
      texts ? field('text-ngrams', 'Words in a row as a feature', '1-1; or 1-2') : null, texts ? field('text-chars', 'Characters as features', 'none; or 3-5') : null,
      texts ? field('text-min-df', 'Fewest rows of a word', '2; or a share, 0.01') : null, texts ? field('text-max-df', 'Most rows of a word', 'all; or a share, 0.9') : null,
      texts ? field('text-max-features', 'Most words', 'all', {inputmode: 'numeric'}) : null, texts ? flag('sublinear-tf', 'A word that comes often counts less: 1 + ln(count)') : null].filter(Boolean));
  }}, h('summary', {}, 'Groups, time, sequences and other settings'), body);
  return details;
}

const WORDS = {running: 'at work', paused: 'paused', stopped: 'stopped', finished: 'finished', failed: 'failed', open: 'not finished'};

async function runs(root) {
  const {runs: all} = await get('/api/runs');
  const chosen = new Set();
  const side = h('button', {type: 'button', disabled: true, click: () => { location.hash = link('study', [...chosen].map((name) => ['compare', name])); }},
    'Side by side');
  root.replaceChildren(h('h2', {id: 'runs-title'}, 'Runs of this folder'));
  if (!all.length) {
    root.append(h('p', {class: 'soft'}, 'There is none yet.'));
    return;
  }
  root.append(h('ul', {class: 'runs'}, all.map((one) => {
    const box = h('input', {type: 'checkbox', 'aria-label': 'Side by side: ' + one.run, change: () => {
      if (box.checked) chosen.add(one.run);
      else chosen.delete(one.run);
      side.disabled = chosen.size < 2;
    }});
    return h('li', {}, BESIDE.includes(one.state) ? box : h('span', {class: 'nobox'}),
      h('a', {href: link('study', {run: one.run})}, one.run), h('span', {class: 'badge ' + one.state}, WORDS[one.state]),
      h('span', {class: 'soft'}, one.use ? 'use ' + one.use : ''));
  })), all.filter((one) => BESIDE.includes(one.state)).length > 1 ? h('p', {}, side) : '');
}

/** What may stand side by side: verdicts, and studies at work. */
const BESIDE = ['finished', 'running', 'paused'];

/** Runs side by side: verdicts as they are, studies at work as far as they are. */
async function compare(root, names) {
  const body = h('div', {});
  root.append(h('h1', {}, 'Side by side'), body, back());
  const sources = [];
  let left = false;
  let drawn = 0;
  const end = () => sources.splice(0).forEach((source) => source.close());
  const draw = async () => {
    end();
    const mine = ++drawn;
    const told = await get(address('/api/compare', {run: names}));
    if (left || mine !== drawn) return; // two studies that end together ask twice
    const live = new Map();
    const table = paced(300, () => left || body.replaceChildren(beside(told, live)));
    told.runs.filter(({run}) => ['running', 'paused'].includes(run.state)).forEach(({run}) => {
      const known = {cells: [], started: null, line: 'beginning'};
      live.set(run.run, known);
      const source = new EventSource(address('/api/run/events', {run: run.run}));
      sources.push(source);
      const on = (type, call) => source.addEventListener(type, (event) => {
        call(JSON.parse(event.data));
        table();
      });
      on('started', (what) => { known.started = what; });
      on('cell', (cell) => known.cells.push(cell));
      on('progress', (what) => { known.line = count(what.done, 'cell') + ', ' + time(what.secondsLeft) + ' left'; });
      on('phase', (what) => { known.line = what.what; });
      on('state', (what) => {
        run.state = what.state;
        if (!BESIDE.slice(1).includes(what.state)) draw().catch(fail);
      });
    });
    body.replaceChildren(beside(told, live));
  };
  await draw();
  return () => {
    left = true;
    end();
  };
}

/** A column for every run, a row for every candidate. */
function beside(told, live) {
  const bests = new Map([...live].filter(([, known]) => known.started).map(([run, known]) => [run, bestOf(known).best]));
  const rows = [...told.rows];
  bests.forEach((best) => [...best.keys()].filter((name) => !rows.includes(name)).forEach((name) => rows.push(name)));
  const about = ({run, about}) => {
    const known = live.get(run.run);
    return known && known.started ? known.started.data + ', target ' + known.started.target + ', ' + known.started.metric + ' · ' + known.line : about;
  };
  const cell = ({run, cells}, row) => {
    if (cells.length) return told.rows.includes(row) ? cells[told.rows.indexOf(row)] : '';
    const best = bests.get(run.run)?.get(row);
    return best ? Plots.format(best.mean) + ' so far' : '';
  };
  return h('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Runs side by side'}, h('table', {id: 'beside'},
    h('thead', {}, h('tr', {}, h('td', {}), told.runs.map(({run}) => h('th', {scope: 'col'}, h('a', {href: link('study', {run: run.run})}, run.run), ' ', h('span', {class: 'badge ' + run.state}, WORDS[run.state]))))),
    h('tbody', {}, h('tr', {}, h('th', {scope: 'row'}, 'about'), told.runs.map((one) => h('td', {class: 'soft'}, about(one)))),
      rows.map((row) => h('tr', {}, h('th', {scope: 'row'}, row), told.runs.map((one) => h('td', {}, cell(one, row))))))));
}

const back = () => h('p', {}, h('a', {href: '#study'}, 'All runs'));

async function run(root, name) {
  root.append(h('h1', {}, 'Study'));
  const head = h('p', {class: 'soft'}, name);
  const body = h('div', {});
  root.append(head, body, back());
  let stop = () => {};
  const draw = async () => {
    const told = await get(address('/api/run', {run: name}));
    stop();
    stop = () => {};
    body.replaceChildren();
    if (told.command) body.append(h('pre', {tabindex: 0}, told.command));
    if (told.run.state === 'finished') finished(body, name, told);
    else if (['running', 'paused'].includes(told.run.state)) stop = live(body, name, draw);
    else unfinished(body, name, told, draw);
  };
  await draw();
  return () => stop();
}

function unfinished(root, name, told, draw) {
  root.append(h('p', {}, told.run.state === 'failed' && told.run.use ? told.run.use
    : 'This study was begun and is not finished. What was finished is kept.'),
  told.run.canGoOn ? h('p', {}, h('button', {class: 'button', id: 'go-on', click: async () => {
    try {
      await post('/api/run/go-on', {run: name});
      await draw();
    } catch (error) {
      fail(error);
    }
  }}, 'Go on')) : h('p', {class: 'soft'}, 'It does not say by which words it was begun: start the same study again, and it goes on.'));
}

const FILES = {model: 'the model (.lariat)', onnx: 'ONNX', keras: 'Keras', pytorch: 'PyTorch', mlx: 'MLX', java: 'Java', safetensors: 'the weights (safetensors)',
  report: 'the report (one HTML file)', verdict: 'the verdict (JSON)'};

function finished(root, name, told) {
  const report = address('/api/run/report', {run: name});
  root.append(h('h2', {id: 'verdict-title'}, told.title), h('p', {class: 'next'}, h('span', {class: 'badge finished'}, 'finished'), 'use ' + told.run.use, h('a', {href: link('model', {model: name})}, 'Try the model')),
    h('h3', {}, 'Take it with you'),
    h('ul', {class: 'files'}, told.files.map((form) => h('li', {},
      h('a', {href: address('/api/run/file', {run: name, as: form}), download: true, 'data-form': form}, FILES[form])))),
    h('details', {class: 'panel'}, h('summary', {}, 'The verdict as text'), h('pre', {class: 'verdict', id: 'verdict-text', tabindex: 0}, told.verdict.join('\n'))),
    h('h3', {}, 'The report'), h('p', {}, h('a', {href: report, target: '_blank', rel: 'noopener'}, 'Open it alone')),
    h('iframe', {src: report, title: 'The report of the study', class: 'report'}));
}

function live(root, name, draw) {
  const state = h('span', {class: 'badge running'}, WORDS.running);
  const progress = h('progress', {max: 1, value: 0, 'aria-label': 'How much is done'});
  const line = h('p', {class: 'soft', id: 'progress'}, 'Reading the table …');
  const control = (what, text) => h('button', {type: 'button', id: what, click: () => post('/api/run/' + what, {run: name}).catch(fail)}, text);
  const pause = control('pause', 'Pause');
  const goOn = control('go-on', 'Go on');
  const stop = control('stop', 'Stop');
  goOn.hidden = true;
  const about = h('p', {class: 'soft'});
  const best = h('tbody', {});
  const curves = new LiveFigure('live-curves', 'Losses by epoch of the cells at work, and of those that ended last: training dashed, validation solid', 300);
  const points = new LiveFigure('live-points', 'Every cell by its strength', 300);
  root.append(h('p', {class: 'next'}, state, pause, goOn, stop), progress, line, about,
    h('div', {class: 'pair'}, curves.element, points.element),
    h('div', {class: 'wide'}, h('table', {id: 'candidates'}, h('thead', {}, h('tr', {}, ['candidate', 'cells', 'best strength', 'mean over folds'].map((name) => h('th', {}, name)))), best)));
  const known = {cells: [], started: null, atWork: new Map()};
  const redraw = paced(150, () => {
    if (!known.started || !progress.isConnected) return;
    candidates(best, known);
    drawCurves(curves, known);
    drawPoints(points, known);
  });
  const source = new EventSource(address('/api/run/events', {run: name}));
  const on = (type, call) => source.addEventListener(type, (event) => call(JSON.parse(event.data)));
  on('started', (told) => {
    known.started = told;
    about.textContent = [count(told.rows, 'row'), count(told.columns, 'column'), told.folds === 1 ? 'one split' : told.folds + ' folds',
      'network ' + told.network, count(told.epochs, 'epoch'), told.resumed ? 'goes on: ' + count(told.resumed, 'result') + ' there already' : ''].filter((part) => part).join(' · ');
    line.textContent = 'The first cells are at work …';
  });
  on('cell', (cell) => {
    known.atWork.delete(cellName(cell));
    known.cells.push(cell);
    redraw();
  });
  on('curve', (curve) => {
    known.atWork.set(cellName(curve), curve);
    redraw();
  });
  on('progress', (told) => {
    progress.value = told.done / (told.done + told.cells);
    line.textContent = count(told.done, 'cell') + ' done, ' + time(told.secondsLeft) + ' left' + (told.best ? '; best so far: ' + told.best : '');
  });
  on('phase', (told) => {
    known.atWork.clear();
    progress.value = 1;
    line.textContent = told.what.charAt(0).toUpperCase() + told.what.slice(1) + ' …';
  });
  on('state', (told) => {
    state.textContent = WORDS[told.state];
    state.className = 'badge ' + told.state;
    pause.hidden = told.state !== 'running';
    goOn.hidden = told.state !== 'paused';
    if (['finished', 'stopped', 'failed'].includes(told.state)) {
      source.close();
      draw().then(() => say(told.line || (told.state === 'finished' ? 'The verdict is there.' : ''), !!told.line)).catch(fail);
    }
  });
  return () => {
    source.close();
    curves.dispose();
    points.dispose();
  };
}

const better = (known, a, b) => known.started.higherIsBetter ? a > b : a < b;

/** Of each candidate how many cells have ended, and the strength with the best mean over its complete ones. */
function bestOf(known) {
  const byTrial = new Map();
  const cells = new Map();
  for (const cell of known.cells) {
    cells.set(cell.candidate, (cells.get(cell.candidate) || 0) + 1);
    if (!cell.complete || cell.value === null) continue;
    const of = byTrial.get(cell.trial) || byTrial.set(cell.trial, {candidate: cell.candidate, shown: cell.shown, values: new Map()}).get(cell.trial);
    of.values.set(cell.fold + '/' + cell.seed, cell.value);
  }
  const best = new Map();
  for (const {candidate, shown, values} of byTrial.values()) {
    const mean = [...values.values()].reduce((sum, value) => sum + value, 0) / values.size;
    const before = best.get(candidate);
    if (values.size >= known.started.folds && (!before || better(known, mean, before.mean))) best.set(candidate, {shown, mean});
  }
  return {cells, best};
}

function candidates(body, known) {
  const {cells, best} = bestOf(known);
  const order = [...cells.keys()].sort((a, b) => {
    if (!best.has(a) || !best.has(b)) return (best.has(b) ? 1 : 0) - (best.has(a) ? 1 : 0);
    return better(known, best.get(a).mean, best.get(b).mean) ? -1 : 1;
  });
  body.replaceChildren(...order.map((name) => h('tr', {}, h('td', {}, name), h('td', {class: 'number'}, cells.get(name)),
    h('td', {}, best.has(name) ? best.get(name).shown.slice(name.length).trim() || '–' : '…'),
    h('td', {class: 'number'}, best.has(name) ? Plots.format(best.get(name).mean) : '…'))));
}

const COLOURS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];
const CURVES = 6;

const cellName = (cell) => [cell.trial, cell.fold, cell.seed].join(' ');

/** A cell at work with what was known of it before: it goes on from the rung at which it was compared. */
function whole(curve, known) {
  const before = known.cells.findLast((cell) => cellName(cell) === cellName(curve));
  if (!before) return curve;
  const earlier = before.epochs.filter((epoch) => epoch < curve.epochs[0]).length;
  return {...curve, epochs: before.epochs.slice(0, earlier).concat(curve.epochs), training: before.training.slice(0, earlier).concat(curve.training),
    validation: before.validation.slice(0, earlier).concat(curve.validation)};
}

function drawCurves(figure, known) {
  const working = [...known.atWork.values()].slice(0, CURVES).map((curve) => ({...whole(curve, known), working: true}));
  const ended = known.cells.filter((cell) => cell.epochs.length > 1 && !known.atWork.has(cellName(cell)));
  const last = [...working, ...ended.slice(ended.length - Math.min(ended.length, CURVES - working.length))];
  const lines = last.flatMap((cell, i) => {
    const name = cell.shown + ', fold ' + cell.fold + (cell.working ? ', at work' : '');
    const points = (values) => cell.epochs.map((epoch, k) => [epoch, values[k]]).filter((point) => point[1] !== null);
    return [series('line', name, COLOURS[i], points(cell.validation)), series('line', '', COLOURS[i], points(cell.training), {dashed: true, thin: true})];
  });
  figure.show({x: {name: 'epoch', type: 'value'}, y: {name: known.started.metric, type: 'value'}, series: lines.filter((one) => one.data.length), guides: []},
    [working.length ? 'At work: ' + working.map((cell) => cell.shown + ' in epoch ' + cell.epochs.at(-1)).join(', ') + '.' : '',
      ended.length ? 'The last cell that ended, ' + ended.at(-1).shown + ': ' + known.started.metric + ' ' + Plots.format(ended.at(-1).value) + ' on new rows.' : ''].join(' ').trim());
}

function drawPoints(figure, known) {
  const groups = new Map();
  for (const cell of known.cells) {
    if (cell.complete && cell.value !== null && cell.strength > 0) {
      (groups.get(cell.candidate) || groups.set(cell.candidate, []).get(cell.candidate)).push([cell.strength, cell.value]);
    }
  }
  const all = [...groups].slice(0, COLOURS.length).map(([name, data], i) => series('points', name, COLOURS[i], data));
  figure.show({x: {name: 'strength', type: 'log'}, y: {name: known.started.metric, type: 'value'}, series: all, guides: []},
    groups.size + ' candidates by strength');
}
