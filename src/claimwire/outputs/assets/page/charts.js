// Charts that are read by shape, dash, hatch and number; colour only helps. Each has a sentence that says what it shows.
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring'];
const DASHES = [null, '7 4', '2 3', '9 3 2 3', '12 5', '4 2 1 2'];

function markerShape(kind, x, y, r = 4.5) {
  const d = {
    square: `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`, triangle: `M${x} ${y - r * 1.2}l${r * 1.15} ${r * 2.1}h${-r * 2.3}z`,
    diamond: `M${x} ${y - r * 1.3}l${r * 1.3} ${r * 1.3}l${-r * 1.3} ${r * 1.3}l${-r * 1.3} ${-r * 1.3}z`, cross: `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x + r} ${y - r}l${-2 * r} ${2 * r}`,
  }[kind];
  return d ? svg(`path.mark.${kind}`, {d}) : svg(`circle.mark.${kind}`, {cx: x, cy: y, r});
}

function niceTicks(most, n = 4) {
  if (!(most > 0)) return [0, 1];
  const raw = most / n;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].find((k) => k * unit >= raw) * unit);
  const found = [];
  for (let v = 0; v < most + step; v += step) found.push(v);
  return found;
}

function seriesSentence({name, points}) {
  const first = points[0];
  const last = points[points.length - 1];
  const falls = points.filter((p, i) => i && p.value < points[i - 1].value).length;
  const alerts = points.filter((p) => p.alert).length;
  return `${name}: ${first.value.toLocaleString('en')} on ${day(first.day)}${points.length > 1 ? `, ${last.value.toLocaleString('en')} on ${day(last.day)}, ${points.length} figures` : ''}${falls ? `, falls ${falls === 1 ? 'once' : `${falls} times`}` : ''}${alerts ? `, ${plural(alerts, 'alert')}` : ''}`;
}

// Cumulative figures: one line a counter, each with a marker and a dash of its own; what is alerted has a flag and stands below.
function seriesChart(chart, opens) {
  const width = Math.max(280, Math.min(MAIN.clientWidth - 4, 980));
  const height = width < 560 ? 240 : 320;
  const box = {left: 54, right: 16, top: 14, bottom: 34};
  const shownSeries = chart.series.slice(0, 6);
  const points = shownSeries.flatMap((s) => s.points);
  const ts = points.map((p) => time(p.day));
  const [from, to] = [Math.min(...ts), Math.max(...ts)];
  const rising = niceTicks(Math.max(...points.map((p) => p.value)));
  const most = rising[rising.length - 1];
  const x = (t) => (to === from ? (box.left + width - box.right) / 2 : box.left + ((t - from) / (to - from)) * (width - box.left - box.right));
  const y = (v) => height - box.bottom - (v / most) * (height - box.top - box.bottom);
  const drawn = shownSeries.map((s, i) => svg(`g.line.n${i}`, {},
    svg('path', {d: s.points.map((p, k) => `${k ? 'L' : 'M'}${x(time(p.day))} ${y(p.value)}`).join(''), 'stroke-dasharray': DASHES[i]}),
    s.points.map((p) => svg('g.point', {'data-row-link': p.row}, markerShape(SHAPES[i], x(time(p.day)), y(p.value)),
      p.alert && svg('path.alert', {d: `M${x(time(p.day))} ${y(p.value) - 8}v-13h9l-3 3.5l3 3.5h-9`}), svg('title', {}, `${s.name}, ${day(p.day)}: ${p.value.toLocaleString('en')}${p.alert ? ` (alert: ${p.alert})` : ''}`)))));
  const grid = rising.map((v) => [svg('line', {x1: box.left, x2: width - box.right, y1: y(v), y2: y(v)}), svg('text', {x: box.left - 7, y: y(v) + 4, 'text-anchor': 'end'}, v.toLocaleString('en'))]);
  const days = to === from ? [{t: from, label: day(points[0].day)}] : ticks(from, to + 1, width - box.left);
  const axis = days.map(({t, label}) => [svg('line', {x1: x(t), x2: x(t), y1: height - box.bottom, y2: height - box.bottom + 5}), svg('text', {x: x(t), y: height - 12, 'text-anchor': x(t) > width - 50 ? 'end' : 'middle'}, label)]);
  const alerts = chart.series.flatMap((s) => s.points.filter((p) => p.alert).map((p) => ({s, p})));
  return h('div.drawing', {},
    svg('svg.series', {role: 'img', 'aria-label': chart.series.map(seriesSentence).join('; '), viewBox: `0 0 ${width} ${height}`, width, height}, svg('g.axis', {}, grid, axis), drawn),
    h('ul.legend-lines', {}, shownSeries.map((s, i) => h(`li.n${i}`, {}, svg('svg', {width: 44, height: 16, 'aria-hidden': 'true'}, svg('path', {d: 'M2 8H42', 'stroke-dasharray': DASHES[i]}), markerShape(SHAPES[i], 22, 8)), ' ', seriesSentence(s))),
      chart.series.length > 6 && h('li', {}, `${plural(chart.series.length - 6, 'further series')} ${chart.series.length === 7 ? 'is' : 'are'} in the table only.`)),
    alerts.length > 0 && h('div.alerts', {}, h('h3', {}, h('span', {'aria-hidden': 'true'}, '⚑ '), plural(alerts.length, 'alert')),
      h('ol', {}, alerts.map(({s, p}) => h('li', {}, `${s.name}, ${day(p.day)}, ${p.value.toLocaleString('en')}: ${p.alert} `, opens(p.row))))));
}

// Numbers in cells, hatched the denser the larger, so that a print in grey says the same.
function hatch(value, most) { return value > 0 ? `h${Math.min(4, Math.ceil((value / most) * 4))}` : 'h0'; }

function matrixChart(chart, opens) {
  const most = Math.max(1, ...chart.cells.flat().map((x) => (x ? x.value : 0)));
  return h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': `Matrix: ${chart.label}`}, h('table.matrix', {},
    h('caption', {}, chart.about),
    h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, `${chart.down} ↓ ${chart.across} →`), chart.columns.map((name) => h('th', {scope: 'col', dir: 'auto'}, name)))),
    h('tbody', {}, chart.rows.map((name, i) => h('tr', {}, h('th', {scope: 'row', dir: 'auto'}, name),
      chart.cells[i].map((x) => h(`td.${x ? hatch(x.value, most) : 'h0'}`, {}, x ? opens(x.row, x.words) : h('span.note', {}, '·'))))))));
}

// One bar a province; the stroke is where the bar ended in the period before.
function barsChart(chart, opens) {
  const most = Math.max(1, ...chart.groups.flatMap((g) => g.bars.flatMap((b) => [b.value || 0, b.before || 0])));
  return h('div.drawing', {}, chart.groups.map((group) => h('figure.bars', {},
    h('figcaption', {}, h('b', {dir: 'auto'}, group.name), `, ${day(group.day)}: ${group.about}`),
    h('ul', {}, group.bars.map((b) => h('li', {}, h('span.name', {dir: 'auto'}, b.name),
      svg('svg.gauge', {viewBox: '0 0 200 14', preserveAspectRatio: 'none', 'aria-hidden': 'true'}, svg('rect', {x: 0, y: 2, height: 10, width: ((b.value || 0) / most) * 198}), b.before !== null && svg('path', {d: `M${Math.max(1, (b.before / most) * 198)} 0v14`})),
      h('span.value', {}, opens(b.row, b.value === null ? 'not said' : b.value.toLocaleString('en')), change(b))))))),
  h('p.note', {}, 'The upright stroke is the figure of the period before.'));
}

function change(bar) {
  if (bar.before === null || bar.value === null) return h('span.note', {}, ' (nothing before)');
  const by = bar.value - bar.before;
  return h('span.change', {}, by === 0 ? ' (no change)' : ` (${by > 0 ? '▲ +' : '▼ −'}${Math.abs(by).toLocaleString('en')})`);
}

// Days across and what was silent down. A gap is hatched and says so in a letter; a stretch of several days says how many.
function calendarChart(chart) {
  const long = chart.unit !== 'day';
  const all = chart.days.length;
  const month = (d) => d.slice(0, 7);
  const head = (d, i) => (i === 0 || month(d) !== month(chart.days[i - 1]) ? day(d).replace(/ \d{4}$/, '') : long ? '' : String(Number(d.slice(8))));
  const size = (i) => Math.round((Date.parse(i + 1 < all ? chart.days[i + 1] : dayAfter(chart.last)) - Date.parse(chart.days[i])) / DAY);
  const days = chart.days.reduce((n, d, i) => n + size(i), 0);
  return h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': chart.label}, h('table.calendar', {},
    h('caption', {}, long ? `Days of each ${chart.unit === 'week' ? 'week' : 'stretch of 30 days'} that were silent, – all of them and • none, from ${day(chart.days[0])} to ${day(chart.last)}` : `– is a silent day, • one with a report, from ${day(chart.days[0])} to ${day(chart.last)}`),
    h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Silent'), h('th', {scope: 'col'}, 'days'), chart.days.map((d, i) => h('th', {scope: 'col', title: day(d), 'aria-label': day(d)}, head(d, i))))),
    h('tbody', {}, chart.lines.map((line_) => h('tr', {}, h('th', {scope: 'row', dir: 'auto'}, line_.name), h('td', {}, `${line_.silent.reduce((a, b) => a + b)} of ${days}`),
      line_.silent.map((n, i) => {
        const whole = n === size(i);
        return h(whole ? 'td.gap' : 'td', {title: `${line_.name}, ${day(chart.days[i])}: ${n ? (long ? plural(n, 'silent day') : 'nothing read') : 'something read'}`}, whole ? '–' : n ? String(n) : '•');
      }))))));
}
function dayAfter(iso) { return new Date(Date.parse(iso) + DAY).toISOString().slice(0, 10); }
