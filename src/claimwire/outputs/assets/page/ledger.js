// The ceasefire ledger: one table at a time, each row opening the words that it rests on, with a chart where there are figures.
const CHARTS = {series: seriesChart, matrix: matrixChart, bars: barsChart, calendar: calendarChart};

function showLedger() {
  const table = DATA.ledger.find((t) => t.name === state.table) || DATA.ledger.find((t) => t.rows.length) || DATA.ledger[0];
  const rows = table.rows.map((row, i) => ({row, i})).filter(({row}) => !filtering() || row.claims.some(([r, c]) => shown.has(AT[r][c])));
  const whole = rows.length === table.rows.length;
  const drawn = whole ? table.charts.map((x) => h('section.drawn', {}, x.label && h('h3', {}, x.label), CHARTS[x.kind](x, rowLink), x.note && h('p.note', {}, x.note))) : [];
  MAIN.replaceChildren(
    h('p.lead', {}, 'The tables that a monitor keeps. Each row is what somebody says, and opens the words that say so. Nothing here is decided by the program; “alleged” is never “violated”.'),
    h('div.ledger', {},
      h('nav.tables', {'aria-label': 'Tables of the ledger'}, h('ul', {}, DATA.ledger.map((t) => h('li', {}, h('button', {type: 'button', 'data-table': t.name, 'aria-current': t === table && 'true'}, t.title, h('span.note', {}, ` ${t.n.toLocaleString('en')}`)))))),
      h('section.table', {'aria-labelledby': 'table-title'},
        h('h2', {id: 'table-title', tabindex: '-1'}, table.title),
        h('p.lead', {}, table.about, filtering() && ` ${rows.length.toLocaleString('en')} of ${plural(table.rows.length, 'row')} rest on claims that match the filters.`,
          table.charts.length > 0 && !whole && ' Charts are drawn of the whole table only: clear the filters to see them.'),
        drawn,
        inEveryRow(table.same),
        table.n > table.rows.length && h('p.note', {}, `The first ${plural(table.rows.length, 'row')} of ${table.n.toLocaleString('en')}; the rest are left out of this page.`),
        rows.length ? rowsTable(table, rows) : h('p.nothing', {}, table.rows.length ? 'No row rests on a claim that matches.' : 'No row: nothing of the kind was read in these reports.'))));
  const current = MAIN.querySelector('.tables [aria-current]'); // on a phone the tables are one long line
  current.closest('ul').scrollLeft = current.offsetLeft - MAIN.offsetLeft - 16;
}

const REPORT_IDS = new Set(DATA.reports.map((report) => report.id));
// Ids that stand in a cell become the way to what they name.
const ON_PAGE = new Map([
  ...DATA.events.map((event, n) => [event.id, () => h('button.link', {type: 'button', 'data-event': n}, `event ${n + 1}`)]),
  ...DATA.reports.map((report, r) => [report.id, () => reportLink(r)]),
]);

function inEveryRow(same) {
  const said = same.filter(([, value]) => value !== null && value.length !== 0);
  const empty = same.filter((x) => !said.includes(x)).map(([label]) => label);
  return same.length > 0 && h('p.note', {}, said.length > 0 && ['In every row: ', said.map(([label, value], i) => [i > 0 && '; ', label, ' ', h('b', {dir: 'auto'}, cellWords(value, {}))]), '. '],
    empty.length > 0 && `In no row: ${empty.join(', ')}.`);
}

function rowsTable(table, rows) {
  const body = h('tbody', {});
  const columns = table.columns.map((c) => c.label);
  const [, more] = growing(body, rows, ({row, i}) => tableRow(table, row, i));
  return [h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': table.title}, h('table.rows', {},
    h('thead', {}, h('tr', {}, table.quoted && h('th', {scope: 'col'}, 'words'), columns.map((label) => h('th', {scope: 'col'}, label)))), body)), more];
}

function tableRow(table, row, i) {
  const cells = row.cells.map((value, k) => {
    const nothing_ = value === null || value === '' || (Array.isArray(value) && !value.length);
    const letters = Array.isArray(value) ? value.join('; ').length : String(value).length;
    return h(['td', typeof value === 'number' && 'number', nothing_ && 'none', letters > 45 && 'long', REPORT_IDS.has(value) && 'linked', /^\d{4}-\d\d-\d\d/.test(value) && 'day'].filter(Boolean).join('.'), {'data-label': table.columns[k].label, dir: typeof value === 'string' ? 'auto' : null}, cellWords(value, table.columns[k]));
  });
  return h('tr', {id: `row${i}`, tabindex: '-1'}, table.quoted && h('td.words-of', {'data-label': 'words'}, wordsOf(row)), cells);
}

const LONG = 160; // letters of a cell: a longer text opens, so that the rows stay rows

function cellWords(value, column) {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return h('span.note', {title: 'not said, or not known'}, '–');
  const values = Array.isArray(value) ? value : [value];
  const whole = values.every((x) => typeof x === 'string') ? values.join('; ') : '';
  if (whole.length > LONG) {
    const summary = h(column.alert ? 'summary.flag' : 'summary', {}, column.alert && h('span', {'aria-hidden': 'true'}, '⚑ '), `${whole.slice(0, LONG / 2).replace(/\s\S*$/, '')} …`);
    return later(summary, () => [whole]);
  }
  const text = values.map((x, i) => [i > 0 && '; ', cellText(x, column)]);
  return column.alert ? h('span.flag', {}, h('span', {'aria-hidden': 'true'}, '⚑ '), text) : text;
}
function cellText(value, column) {
  if (typeof value === 'number') return column.plain ? String(value) : value.toLocaleString('en');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (/^[a-z]+(_[a-z]+)+$/.test(value)) return value.replaceAll('_', ' ');
  const here = ON_PAGE.get(value);
  if (here) return here();
  return /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? `${day(value)}${/T\d\d:\d\d/.test(value) ? `, ${value.slice(11, 16)}` : ''}` : String(value);
}

function wordsOf(row) {
  if (!row.claims.length) return row.left ? h('span.note', {}, `${plural(row.left, 'claim')}, not on this page`) : h('span.note', {}, '–');
  const items = row.claims.map(([r, c]) => AT[r][c]);
  return later(h('summary', {}, plural(items.length + row.left, 'claim')), () => [...items.slice(0, 20).map(sourceLine),
    items.length > 20 && moreSources(items.slice(20)), row.left > 0 && h('p.note', {}, `${plural(row.left, 'claim')} more, not on this page.`)]);
}

function rowLink(i, words) {
  return h('button.link', {type: 'button', 'data-row-link': i}, words || 'its row');
}

function openTable(name) {
  state.table = name;
  showLedger();
  writeHash(true);
  document.getElementById('table-title').focus({preventScroll: true});
}

// From a mark of a chart to its row, with the words open.
function openRow(i) {
  for (const {list, grow} of GROWING) if (list.tagName === 'TBODY') grow(i + 1);
  const row = document.getElementById(`row${i}`);
  if (!row) return;
  const box = row.querySelector('details');
  if (box) box.expand();
  row.scrollIntoView({block: 'center'});
  const to = row.querySelector('summary') || row;
  to.focus({preventScroll: true});
}
