/** What the address says: the view, and what it shows. An address that is kept or sent restores it. */

export function route() {
  const [view, query = ''] = decodeHash().split(/\?(.*)/s);
  return {view: view || 'data', query: new URLSearchParams(query)};
}

const decodeHash = () => location.hash.slice(1);

/** The address of a view. */
export function link(view, query) {
  const text = new URLSearchParams(query).toString();
  return '#' + view + (text ? '?' + text : '');
}

/** Replaces the address: a slider that moves must not fill the history. */
export function remember(view, query) {
  history.replaceState(null, '', link(view, query));
}

/** The table that views are about: path, target, kinds by column, columns left out, and what a row is where it is a picture or a series. */
export function table(query) {
  let kinds = {};
  try {
    kinds = JSON.parse(query.get('kinds') || '{}');
  } catch {
    kinds = {};
  }
  return {path: query.get('path') || '', target: query.get('target') || '', kinds, drop: query.getAll('drop'), image: query.get('image') || '', series: query.get('series') || '',
    badRows: query.get('badRows') || ''};
}

export function tableQuery(table) {
  const query = new URLSearchParams();
  if (table.path) query.set('path', table.path);
  if (table.target) query.set('target', table.target);
  if (Object.keys(table.kinds).length) query.set('kinds', JSON.stringify(table.kinds));
  if (table.image) query.set('image', table.image);
  if (table.series) query.set('series', table.series);
  if (table.badRows) query.set('badRows', table.badRows);
  table.drop.forEach((name) => query.append('drop', name));
  return query;
}
