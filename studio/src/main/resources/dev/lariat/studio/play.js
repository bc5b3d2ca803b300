import {calm, calmer, choice, count, fail, get, h, post, say, svg} from './page.js';
import {LiveFigure, series} from './figure.js';
import {link, remember, table as tableOf, tableQuery} from './state.js';

/* The playground: every picture is computed by the engine for (table, settings, epoch), which the address keeps. A slider that moves asks for the
   same epoch with other settings: what would have been, from the same initial weights. */

const PRESETS = {shape: 'moons', rows: '120', noise: '0.15', hidden: '8,8', activation: 'tanh', optimizer: 'adam', rate: '0.03', batch: '16', l1: '0', l2: '0', group: '0',
  decay: '0', maxNorm: '0', dropout: '0', zeroRule: 'proximal', validation: '0.5', seed: '0', epoch: '0', x: '', y: '', code: '', row: '1'};
/** Steps of the sliders whose values are powers of ten; the first is none. */
const LOG = {l1: [-5, 0], l2: [-5, 0], group: [-5, 0], decay: [-4, 1], rate: [-4, 0]};
const STEPS = 40;
/** Rows of a step whose masks the engine tells. */
const MASKED = 24;

/** What was before, for undo; it outlives a drawing of the view. */
let past = [];

export async function show(root, query) {
  const now = {...PRESETS};
  for (const name of Object.keys(PRESETS)) if (query.has(name)) now[name] = query.get(name);
  const table = tableOf(query);
  const profile = table.path && table.target ? await post('/api/table', table) : null;
  const numbers = profile ? profile.columns.filter((column) => column.kind === 'numeric' && column.name !== table.target).map((column) => column.name) : [];
  const own = numbers.length > 1;
  // All columns of numbers at once: the two directions in which they vary most.
  if (numbers.length > 2) numbers.push('first component', 'second component');
  if (own && !numbers.includes(now.x)) now.x = numbers[0];
  if (own && (!numbers.includes(now.y) || now.y === now.x)) now.y = numbers.find((name) => name !== now.x);
  const game = {now, table, own, numbers, playing: false, busy: false, board: null, frame: null};

  const canvas = h('canvas', {class: 'surface', width: 480, height: 480, role: 'img', tabindex: 0});
  const net = svg('svg', {class: 'net', role: 'img'});
  const losses = new LiveFigure('play-losses', 'Loss by epoch', 230);
  const facts = h('p', {id: 'facts', class: 'soft'});
  const masks = h('p', {id: 'masks', class: 'soft'});
  const row = slider(game, null, 'row', 'Row of the last step, whose mask is shown', 1, MASKED, 1);
  const code = h('pre', {id: 'code', tabindex: 0, hidden: true});
  const view = {canvas, net, losses, facts, code, masks, row};
  row.querySelector('input').addEventListener('input', () => {
    keep(game);
    draw(game, view);
  });

  root.append(h('h1', {}, 'Playground'), heading(game, view), h('div', {class: 'play'},
    h('div', {class: 'stage'}, buttons(game, view), canvas, facts, losses.element),
    h('div', {}, h('h2', {}, 'Weights'), net, h('p', {class: 'soft'}, 'A line is a weight: its width its size, its colour its sign. A weight that is exactly 0 is a dotted line.'),
      h('div', {class: 'mask'}, masks, row),
      h('div', {class: 'fields sliders'}, controls(game, view)))),
  h('section', {}, h('h2', {}, 'The same in code'), h('div', {class: 'chooser'}, choice('Framework', [['', 'choose one'], 'keras', 'pytorch', 'mlx', 'java'], now.code, (value) => change(game, view, {code: value}), {id: 'framework'})), code));
  await ask(game, view, true);
  const theme = () => draw(game, view);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', theme);
  return () => {
    game.playing = false;
    game.left = true;
    losses.dispose();
    matchMedia('(prefers-color-scheme: dark)').removeEventListener('change', theme);
  };
}

function form(game) {
  const {now, table} = game;
  return {
    table: game.own ? {path: table.path, target: table.target, kinds: table.kinds, x: now.x, y: now.y} : {shape: now.shape, rows: +now.rows, noise: +now.noise},
    settings: {hidden: now.hidden.split(',').filter((part) => part).map(Number), activation: now.activation, optimizer: now.optimizer, rate: +now.rate, batch: +now.batch,
      l1: +now.l1, l2: +now.l2, group: +now.group, decay: +now.decay, maxNorm: +now.maxNorm, dropout: +now.dropout, zeroRule: now.zeroRule,
      validation: +now.validation, seed: +now.seed},
    epoch: +now.epoch,
  };
}

function keep(game) {
  const query = game.own ? [...tableQuery(game.table)] : [];
  for (const [name, preset] of Object.entries(PRESETS)) if (game.now[name] !== preset) query.push([name, game.now[name]]);
  remember('play', query);
}

/** Asks until the epoch is reached; while an answer is on its way only the last wish is kept. */
async function ask(game, view, board = false) {
  game.wantsBoard = game.wantsBoard || board;
  if (game.busy) {
    game.again = true;
    return;
  }
  game.busy = true;
  try {
    do {
      game.again = false;
      const wanted = game.wantsBoard || !game.board;
      const told = await post('/api/play', {...form(game), board: wanted});
      if (game.left) return;
      if (told.board) {
        game.board = told.board;
        game.wantsBoard = false;
      }
      game.frame = told.frame;
      const onTheWay = told.frame.epoch < +game.now.epoch && told.frame.end === 'running';
      if (onTheWay) game.again = true;
      if (!onTheWay || !calmer.matches) draw(game, view);
    } while (game.again);
    say('');
    await showCode(game, view);
  } catch (error) {
    game.playing = false;
    fail(error);
  } finally {
    game.busy = false;
  }
}

function change(game, view, what, board = false) {
  past.push({...game.now});
  if (past.length > 200) past = past.slice(1);
  Object.assign(game.now, what);
  keep(game);
  ask(game, view, board);
}

function heading(game, view) {
  if (game.own) {
    const other = (axis) => (value) => change(game, view, {[axis]: value}, true);
    return h('div', {class: 'chooser'}, choice('Across', game.numbers, game.now.x, other('x'), {id: 'x'}), choice('Upright', game.numbers, game.now.y, other('y'), {id: 'y'}),
      h('p', {class: 'soft'}, game.table.path + ', target ' + game.table.target + ' · ', h('a', {href: '#play'}, 'classic shapes')));
  }
  return h('div', {class: 'chooser'},
    choice('Table', [['moons', 'half moons'], ['circle', 'circle in a ring'], ['xor', 'opposite corners'], ['clouds', 'two clouds'], ['spiral', 'spiral']], game.now.shape,
      (value) => change(game, view, {shape: value}, true), {id: 'shape'}),
    slider(game, view, 'rows', 'Rows', 10, 1000, 10, true), slider(game, view, 'noise', 'Noise', 0, 0.6, 0.05, true),
    game.table.path && game.table.target ? h('p', {class: 'soft'}, game.table.path + ' has fewer than two columns of numbers beside its target: these are classic shapes.')
      : h('p', {class: 'soft'}, 'Two columns of ', h('a', {href: link('data', tableQuery(game.table))}, 'a table of yours'), ': choose it and its target first.'));
}

function buttons(game, view) {
  const play = h('button', {type: 'button', class: 'button', id: 'play', 'aria-pressed': 'false', click: () => {
    game.playing = !game.playing;
    play.textContent = game.playing ? 'Pause' : 'Train';
    play.setAttribute('aria-pressed', String(game.playing));
    if (game.playing) {
      past.push({...game.now});
      run(game, view, play);
    }
  }}, 'Train');
  const step = (count, text, id) => h('button', {type: 'button', id, click: () => change(game, view, {epoch: String(+game.now.epoch + count)})}, text);
  return h('div', {class: 'row'}, play, step(1, 'One epoch', 'one'), step(10, 'Ten', 'ten'),
    h('button', {type: 'button', id: 'undo', click: () => undo(game, view)}, 'Undo'),
    h('button', {type: 'button', id: 'reset', click: () => change(game, view, {epoch: '0'})}, 'Begin again'),
    h('output', {id: 'epoch', class: 'epoch'}, 'epoch 0'));
}

async function run(game, view, play) {
  while (game.playing && !game.left) {
    const start = performance.now();
    game.now.epoch = String(+game.now.epoch + (calmer.matches ? 20 : 1));
    await ask(game, view);
    if (game.frame && game.frame.end !== 'running') break;
    // A frame of the screen, or with less motion two pictures a second.
    const wait = calmer.matches ? 500 : Math.max(0, 16 - (performance.now() - start));
    await new Promise((done) => { setTimeout(done, wait); });
  }
  game.playing = false;
  play.textContent = 'Train';
  play.setAttribute('aria-pressed', 'false');
  keep(game);
}

function undo(game, view) {
  const before = past.pop();
  if (!before) {
    say('There is nothing to undo.');
    return;
  }
  game.playing = false;
  game.now = before;
  keep(game);
  // Controls show what is again.
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function slider(game, view, name, label, min, max, step, board = false) {
  const log = LOG[name];
  const place = (value) => !log ? value : +value === 0 ? 0 : Math.round((Math.log10(+value) - log[0]) / (log[1] - log[0]) * (STEPS - 1)) + 1;
  const value = (at) => !log ? at : +at === 0 && name !== 'rate' ? '0' : String(+(10 ** (log[0] + (Math.max(1, at) - 1) / (STEPS - 1) * (log[1] - log[0]))).toPrecision(2));
  const shown = h('output', {}, game.now[name] === '0' && log ? 'none' : game.now[name]);
  const input = h('input', {type: 'range', id: 'slider-' + name, min: log ? 0 : min, max: log ? STEPS : max, step: log ? 1 : step, input: () => {
    const chosen = String(value(input.value));
    shown.textContent = chosen === '0' && log ? 'none' : chosen;
    input.setAttribute('aria-valuetext', shown.textContent);
    if (view) change(game, view, {[name]: chosen}, board);
    else game.now[name] = chosen; // of what is shown only
  }});
  input.value = place(game.now[name]);
  input.setAttribute('aria-valuetext', shown.textContent);
  return h('label', {class: 'field'}, h('span', {}, label + ' ', shown), input);
}

function controls(game, view) {
  const pick = (name, label, values, id) => choice(label, values, game.now[name], (value) => change(game, view, {[name]: value}), {id: 'pick-' + (id || name)});
  return [
    slider(game, view, 'l1', 'L1, λ'), slider(game, view, 'l2', 'L2, λ'), slider(game, view, 'group', 'Group lasso by unit, λ'),
    slider(game, view, 'decay', 'Decoupled decay'), slider(game, view, 'dropout', 'Dropout', 0, 0.9, 0.05), slider(game, view, 'maxNorm', 'Max-norm (0: none)', 0, 5, 0.25),
    slider(game, view, 'rate', 'Learning rate'), slider(game, view, 'batch', 'Rows a step', 1, 200, 1),
    pick('optimizer', 'Optimizer', ['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop']),
    pick('zeroRule', 'How L1 meets zero', ['proximal', 'clipped', 'subgradient']), pick('activation', 'Activation', ['tanh', 'relu', 'sigmoid', 'gelu', 'linear']),
    pick('hidden', 'Hidden layers', [['', 'none: a linear model'], ...['2', '4', '8', '16', '4,4', '8,8', '16,16', '8,8,8', '16,16,16', '8,8,8,8']]),
    slider(game, view, 'validation', 'Share of rows to judge by', 0.1, 0.9, 0.1, true), slider(game, view, 'seed', 'Seed', 0, 20, 1, true)];
}

const fetchCode = calm(250, async (game, view) => {
  try {
    const {code} = await post('/api/play/code', {...form(game), as: game.now.code});
    if (!game.left) view.code.textContent = code;
  } catch (error) {
    view.code.textContent = error.message;
  }
});

async function showCode(game, view) {
  view.code.hidden = !game.now.code;
  if (game.now.code && !game.playing) fetchCode(game, view);
}

function draw(game, view) {
  const {frame, board} = game;
  if (!frame || !board || !view.canvas.isConnected) return;
  const theme = Plots.theme();
  document.getElementById('epoch').textContent = 'epoch ' + frame.epoch;
  surface(view.canvas, frame, board, theme);
  const mask = masked(game, view);
  network(view.net, frame, game, mask);
  const last = (values) => values.length ? values[values.length - 1] : null;
  const facts = frame.end === 'running'
    ? 'Loss ' + Plots.format(last(frame.training)) + ' on its own rows, ' + Plots.format(last(frame.validation)) + ' on the others. '
      + frame.zeros + ' of ' + frame.weights + ' weights are exactly 0.'
    : 'Training ' + frame.end;
  view.facts.textContent = frame.epoch ? facts : 'Not trained yet: ' + frame.weights + ' weights at their initial values.';
  view.canvas.setAttribute('aria-label', 'What the network predicts over ' + board.x.name + ' and ' + board.y.name + '. ' + view.facts.textContent);
  view.losses.show({x: {name: 'epoch', type: 'value'}, y: {name: 'loss', type: 'value'}, guides: [],
    series: [series('line', 'training', 'without', points(frame.epochs, frame.training), {dashed: true}), series('line', 'other rows', 'with', points(frame.epochs, frame.validation))]},
  view.facts.textContent);
}

const points = (epochs, values) => epochs.map((epoch, i) => [epoch, values[i]]).filter((point) => point[1] !== null);

const colour = (hex) => [1, 3, 5].map((at) => parseInt(hex.length === 4 ? hex[(at + 1) / 2].repeat(2) : hex.slice(at, at + 2), 16));

function surface(canvas, frame, board, theme) {
  const context = canvas.getContext('2d');
  const n = board.grid;
  const many = board.classes.length > 2;
  const ends = [colour(theme.with), colour(theme.without)];
  const paper = colour(theme.paper);
  const classes = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'].map((name) => colour(theme[name]));
  const image = new ImageData(n, n);
  frame.surface.forEach((shade, i) => {
    const end = many ? classes[shade % 6] : ends[shade < 128 ? 0 : 1];
    const strength = many ? 0.35 : 0.6 * Math.abs(shade - 127.5) / 127.5;
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = paper[k] + strength * (end[k] - paper[k]);
    image.data[4 * i + 3] = 255;
  });
  const small = document.createElement('canvas');
  small.width = small.height = n;
  small.getContext('2d').putImageData(image, 0, 0);
  const side = canvas.width;
  context.imageSmoothingEnabled = !many;
  context.drawImage(small, 0, 0, side, side);
  const place = (axis, value) => (value - axis.low) / (axis.high - axis.low) * side;
  for (const point of board.points) {
    const x = place(board.x, point.x);
    const y = side - place(board.y, point.y);
    const own = many ? classes[point.shade % 6] : board.classes.length ? ends[point.shade] : mixed(ends, paper, point.shade);
    context.beginPath();
    if (point.judged) context.rect(x - 4, y - 4, 8, 8);
    else context.arc(x, y, 4.5, 0, 7);
    context.fillStyle = point.judged ? theme.paper : 'rgb(' + own + ')';
    context.fill();
    context.lineWidth = point.judged ? 2 : 1;
    context.strokeStyle = point.judged ? 'rgb(' + own + ')' : theme.paper;
    context.stroke();
  }
  context.fillStyle = theme.ink;
  context.font = '13px ' + theme.font;
  context.fillText(board.x.name + ' →', 8, side - 8);
  context.save();
  context.translate(16, side - 30);
  context.rotate(-Math.PI / 2);
  context.fillText(board.y.name + ' →', 0, 0);
  context.restore();
}

function mixed(ends, paper, shade) {
  const end = ends[shade < 128 ? 0 : 1];
  const share = 0.25 + 0.75 * Math.abs(shade - 127.5) / 127.5;
  return end.map((part, k) => Math.round(paper[k] + share * (part - paper[k])));
}

/** What dropout took out of the last step for the chosen row, layer by layer; says it. */
function masked(game, view) {
  const {masks} = game.frame;
  view.masks.hidden = view.row.hidden = !masks.length;
  if (!masks.length) return [];
  const told = masks[0].dropped.length;
  const row = Math.min(+game.now.row, told);
  view.row.querySelector('input').max = told;
  const out = masks.map((mask) => mask.dropped[row - 1]);
  view.masks.textContent = 'Crossed out: the units, with their weights, that dropout took out of the last step for row ' + row + ' of its ' + count(masks[0].rows, 'row') + '. '
    + out.map((units, layer) => (units.length ? units.length : 'none') + ' in hidden layer ' + (layer + 1)).join(', ') + '. The picture on the left is of all units.';
  return out.map((units) => new Set(units));
}

/** Units as circles, every weight as a line; what dropout took out of the last step is crossed out. */
function network(drawing, frame, game, mask) {
  const kernels = frame.parameters.filter((each) => each.name.endsWith('kernel'));
  const sizes = [kernels[0].shape[0], ...kernels.map((kernel) => kernel.shape[1])];
  const width = 560;
  const height = 30 + 26 * Math.max(...sizes, 4);
  drawing.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  const at = (layer, unit) => [60 + layer * (width - 130) / (sizes.length - 1), height / 2 + (unit - (sizes[layer] - 1) / 2) * Math.min(26, (height - 20) / sizes[layer])];
  const isOut = (layer, unit) => layer > 0 && layer <= mask.length && mask[layer - 1].has(unit);
  const largest = Math.max(0.5, ...kernels.flatMap((kernel) => [...kernel.values].map(Math.abs)));
  const lines = kernels.flatMap((kernel, layer) => [...kernel.values].map((value, i) => {
    const from = at(layer, Math.floor(i / kernel.shape[1]));
    const to = at(layer + 1, i % kernel.shape[1]);
    const out = isOut(layer, Math.floor(i / kernel.shape[1])) || isOut(layer + 1, i % kernel.shape[1]);
    return svg('line', {x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: (value === 0 ? 'zero' : value > 0 ? 'plus' : 'minus') + (out ? ' out' : ''),
      'stroke-width': value === 0 ? 0.7 : Math.max(0.4, 5 * Math.abs(value) / largest)});
  }));
  const names = [game.board.x.name, game.board.y.name];
  const outs = game.board.classes.length ? game.board.classes : [game.table.target];
  const circles = sizes.flatMap((count, layer) => Array.from({length: count}, (_, unit) => {
    const [x, y] = at(layer, unit);
    const label = layer === 0 ? names[unit] : layer === sizes.length - 1 ? outs[unit] : null;
    return [svg('circle', {cx: x, cy: y, r: 6, class: 'unit'}),
      isOut(layer, unit) ? svg('path', {d: 'M' + (x - 6) + ' ' + (y - 6) + 'l12 12m0 -12l-12 12', class: 'cross'}) : null,
      label ? svg('text', {x: layer ? x + 10 : x - 10, y: y + 4, 'text-anchor': layer ? 'start' : 'end', class: 'name'}, short(label)) : null];
  }));
  drawing.replaceChildren(...lines, ...circles.flat().filter((each) => each));
  drawing.setAttribute('aria-label', 'Network ' + sizes.join('–') + ', ' + frame.zeros + ' of ' + frame.weights + ' weights exactly 0, the largest ' + Plots.format(largest));
}

const short = (name) => name.length > 9 ? name.slice(0, 8) + '…' : name;
