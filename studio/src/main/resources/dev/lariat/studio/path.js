import {calm, choice, fail, h, post, questions, say} from './page.js';
import {LiveFigure, series} from './figure.js';
import {link, remember, table as tableOf, tableQuery} from './state.js';

/* A linear path with a cursor at λ: coefficients, explained deviance, certificate and cross-validation move together. */

const COLOURS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];

export async function show(root, query) {
  const table = tableOf(query);
  root.append(h('h1', {}, 'Linear path'));
  if (!table.path || !table.target) {
    root.append(h('p', {class: 'soft'}, 'The lasso, ridge regression and the elastic net along all strengths. ',
      h('a', {href: link('data', tableQuery(table))}, 'Choose a table and its target'), ' first.'));
    return null;
  }
  const now = {alpha: query.get('alpha') || '1', at: query.get('at') || '', of: query.get('of') || ''};
  const asked = questions();
  const keep = () => {
    if (!asked.left) remember('path', [...tableQuery(table), ...Object.entries(now).filter(([, value]) => value !== '')]);
  };
  const body = h('div', {});
  root.append(h('p', {class: 'soft'}, table.path + ', target ' + table.target),
    h('div', {class: 'chooser'}, choice('Penalty', [['1', 'lasso (L1)'], ['0.5', 'elastic net, half of each'], ['0.9', 'elastic net, 0.9 of L1'], ['0', 'ridge (L2)']], now.alpha, (value) => {
      now.alpha = value;
      now.at = '';
      keep();
      load();
    }, {id: 'penalty'})), body);
  let figures = [];
  const load = async () => {
    const late = asked.ask();
    figures.forEach((figure) => figure.dispose());
    figures = [];
    say('Fitting the path, with ten folds …');
    try {
      const picture = await post('/api/path', {...table, alpha: +now.alpha});
      if (late()) return;
      say('');
      figures = draw(body, picture, now, keep);
    } catch (error) {
      if (!late()) fail(error);
    }
  };
  await load();
  return () => {
    asked.leave();
    figures.forEach((figure) => figure.dispose());
  };
}

function draw(root, picture, now, keep) {
  const count = picture.lambdas.length;
  const judged = picture.validation[0];
  const start = judged ? judged.oneSe : Math.floor(count / 2);
  const which = h('output', {id: 'lambda'});
  const range = h('input', {type: 'range', id: 'cursor', min: 0, max: count - 1, step: 1, input: () => move(+range.value)});
  range.value = now.at === '' ? start : Math.min(count - 1, +now.at);
  const k = () => Math.max(0, picture.classes.indexOf(now.of));
  const coefficients = new LiveFigure('path-coefficients', 'Coefficients, standardised, by λ', 360);
  const curve = new LiveFigure('path-validation', judged ? 'Cross-validated ' + judged.measure + ' by λ' : 'Explained deviance by λ', 300);
  const facts = h('dl', {class: 'tiles', id: 'facts'});
  const list = h('tbody', {});
  const jump = (text, index, id) => h('button', {type: 'button', id, click: () => {
    range.value = index;
    move(index);
  }}, text);
  root.replaceChildren(...picture.notes.map((note) => h('p', {class: 'soft'}, note)),
    h('div', {class: 'row cursor'}, h('label', {class: 'field grow'}, h('span', {}, 'Strength, from strong to weak: ', which), range),
      judged ? jump('λ.min', judged.min, 'lambda-min') : null, judged ? jump('λ.1se', judged.oneSe, 'lambda-1se') : null,
      picture.classes.length > 1 ? choice('Class', picture.classes, picture.classes[k()], (value) => {
        now.of = value;
        keep();
        move(+range.value);
      }, {id: 'class'}) : null),
    facts, h('div', {class: 'pair'}, coefficients.element, curve.element),
    h('div', {class: 'wide'}, h('table', {id: 'coefficients'}, h('thead', {}, h('tr', {}, h('th', {}, 'column'), h('th', {class: 'number'}, 'coefficient'), h('th', {class: 'number'}, 'standardised'))), list)),
    picture.more ? h('p', {class: 'soft'}, 'and ' + picture.more + ' more with smaller coefficients') : '');

  const remembered = calm(200, keep);
  function move(at) {
    now.at = at === start ? '' : String(at);
    remembered();
    const lambda = picture.lambdas[at];
    which.textContent = Plots.format(lambda);
    range.setAttribute('aria-valuetext', 'λ ' + Plots.format(lambda) + ', ' + picture.nonZeros[at] + ' columns');
    const tile = (name, value, note) => h('div', {}, h('dt', {}, name), h('dd', {class: 'value'}, value), h('dd', {class: 'note'}, note || ''));
    facts.replaceChildren(tile('λ', Plots.format(lambda), 'number ' + (at + 1) + ' of ' + count), tile('columns with a coefficient', String(picture.nonZeros[at])),
      tile('explained deviance', percent(picture.deviance[at])), judged ? tile(judged.measure + ' on new rows', Plots.format(judged.mean[at]), '± ' + Plots.format(judged.standardError[at])) : '',
      tile('duality gap', picture.gaps[at] === null ? '–' : Plots.format(picture.gaps[at]), 'how far from the optimum at most'));
    const shown = picture.lines.map((line) => [line.name, line.coefficients[k()][at], line.coefficients[k()][at] * line.deviation]).filter((line) => line[1] !== 0)
      .sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
    list.replaceChildren(...shown.map((line) => h('tr', {}, h('td', {}, line[0]), h('td', {class: 'number'}, Plots.format(line[1])), h('td', {class: 'number'}, Plots.format(line[2])))));
    const guides = [{axis: 'x', at: lambda, label: 'λ'}];
    coefficients.show({x: {name: 'λ', type: 'log', inverse: true}, y: {name: 'coefficient', type: 'value'}, guides,
      series: picture.lines.map((line, i) => series('line', i < COLOURS.length ? line.name : '', COLOURS[i % COLOURS.length],
        picture.lambdas.map((each, p) => [each, line.coefficients[k()][p] * line.deviation]), {thin: i >= COLOURS.length}))},
    'At λ ' + Plots.format(lambda) + ': ' + shown.slice(0, 5).map((line) => line[0] + ' ' + Plots.format(line[2])).join(', '));
    const y = judged ? judged.mean : picture.deviance;
    curve.show({x: {name: 'λ', type: 'log', inverse: true}, y: {name: judged ? judged.measure : 'share', type: 'value'},
      guides: judged ? [...guides, {axis: 'x', at: picture.lambdas[judged.min], label: 'min'}, {axis: 'x', at: picture.lambdas[judged.oneSe], label: '1se'}] : guides,
      series: [...judged ? [series('band', '', 'with', picture.lambdas.map((each, p) => [each, y[p] - judged.standardError[p], y[p] + judged.standardError[p]]))] : [],
        series('line', '', 'with', picture.lambdas.map((each, p) => [each, y[p]]))]},
    judged ? judged.measure + ' ' + Plots.format(judged.mean[at]) + ' at this λ' : '');
  }
  move(+range.value);
  return [coefficients, curve];
}

const percent = (share) => (100 * share).toFixed(1) + ' %';
