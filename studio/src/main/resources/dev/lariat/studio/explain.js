import {address, calm, choice, fail, get, h, questions} from './page.js';
import {remember} from './state.js';

/* The explanations of `lariat explain`, with their inputs as controls: each page is what the command makes. */

export async function show(root, query) {
  const {topics} = await get('/api/topics');
  const topic = topics.find((one) => one.name === query.get('topic')) || topics[0];
  const given = {};
  for (const control of topic.controls) {
    if (query.has(control.option)) given[control.option] = query.get(control.option);
  }
  const frame = h('iframe', {title: 'lariat explain ' + topic.name, class: 'report', id: 'explanation'});
  const asked = questions();
  const update = () => {
    if (asked.left) return;
    const late = asked.ask();
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    remember('explain', {topic: topic.name, ...set});
    const where = address('/api/explain', {topic: topic.name}) + Object.entries(set).map(([option, value]) =>
      '&' + encodeURIComponent(option) + '=' + encodeURIComponent(value === true ? '' : value)).join('');
    fetch(where).then(async (response) => {
      const wrong = response.ok ? '' : await response.text();
      if (late()) return;
      problem.textContent = wrong;
      problem.hidden = !wrong;
      if (!wrong) frame.src = where;
    }).catch((error) => late() || fail(error));
  };
  const later = calm(250, update);
  const problem = h('p', {role: 'alert', class: 'wrong', hidden: true});
  root.append(h('h1', {}, 'Explain'),
    h('div', {class: 'chooser'}, choice('What', topics.map((one) => [one.name, one.name]), topic.name,
      (name) => { location.hash = '#explain?topic=' + name; }, {id: 'topic'})),
    h('p', {}, plain(topic.says)));
  if (topic.controls.length) {
    root.append(h('form', {class: 'panel', submit: (event) => event.preventDefault()},
      h('div', {class: 'fields'}, topic.controls.map((control) => input(control, given, later))),
      h('p', {}, h('button', {type: 'button', id: 'preset', click: () => { location.hash = '#explain?topic=' + topic.name; dispatchEvent(new HashChangeEvent('hashchange')); }},
        'The worked example again'))));
  }
  root.append(problem, frame);
  update();
  return asked.leave;
}

/** What the command line says of its options, for who sees them as fields. */
const plain = (says) => says.replace(/--(?=[a-z])/g, '');

function input(control, given, later) {
  const label = control.option.replace(/^--/, '');
  const set = (value) => {
    if (value === '' || value === control.preset) delete given[control.option];
    else given[control.option] = value;
    later();
  };
  const more = {id: 'input-' + label, 'aria-describedby': 'says-' + label};
  const says = h('small', {id: 'says-' + label, class: 'soft'}, plain(control.says));
  if (control.flag) {
    const box = h('input', {type: 'checkbox', ...more, checked: given[control.option] === 'true', change: () => set(box.checked ? 'true' : '')});
    return h('div', {class: 'field'}, h('label', {class: 'check'}, box, label), says);
  }
  if (control.choices.length) {
    const values = control.preset ? control.choices : ['', ...control.choices];
    return h('div', {}, choice(label, values.map((value) => [value, value || 'not given']), given[control.option] || control.preset, set, more), says);
  }
  const field = h('input', {...more, value: given[control.option] ?? control.preset, autocomplete: 'off', input: () => set(field.value.trim())});
  return h('div', {}, h('label', {class: 'field'}, h('span', {}, label), field), says);
}
