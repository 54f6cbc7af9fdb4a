// The timeline: a bar per event, as long as its time is vague; what has no date is listed, never guessed.
const DAY = 86400000;

function time(iso) {
  if (!iso) return null;
  const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(T.*)?$/.exec(iso);
  if (!m) return null;
  const t = m[4] ? Date.parse(iso) : Date.UTC(Number(m[1]), m[2] ? Number(m[2]) - 1 : 0, m[3] ? Number(m[3]) : 1);
  return Number.isNaN(t) ? null : t;
}

function showTimeline() {
  const dated = [];
  const undated = [];
  DATA.events.forEach((event, n) => {
    if (!eventShown(event)) return;
    const start = event.time && time(event.time.start);
    const end = event.time && time(event.time.end);
    if (start || end) dated.push({event, n, start, end, from: start || end - DAY, to: end || start + DAY});
    else undated.push({event, n});
  });
  dated.sort((a, b) => a.from - b.from || a.to - b.to || a.n - b.n);
  const {inside, outside, span} = windowOf(dated);
  MAIN.replaceChildren(
    h('p.lead', {}, 'A bar is as long as the time is vague; an open end is drawn as an arrow. The list below says the same in words.'),
    inside.length ? chart(inside, span) : '',
    dated.length ? h('section.dated', {}, h('h2', {}, plural(dated.length, 'dated event')), growing(h('ol', {}), dated, (x) => line(x, when(x.event.time)))) : '',
    outside.length > 0 ? h('p.lead', {}, `${plural(outside.length, 'event')} far from the rest (background, mostly) ${outside.length === 1 ? 'is' : 'are'} in the list only.`) : '',
    undated.length ? h('section.undated', {}, h('h2', {}, plural(undated.length, 'event'), ' without a date'), growing(h('ol', {}), undated, (x) => line(x, null))) : '',
    !dated.length && !undated.length ? nothing() : '');
}

function line({event, n}, date) {
  return h('li', {}, date && h('b.date', {}, date), h('span.what', {}, h('span.type', {}, typeWords(event)), ' ', h('span', {dir: 'auto'}, [eventWho(event), eventWhere(event)].filter(Boolean).join(' · ')),
    event.code === 'contested' && h('span.flag', {}, ' contested'), ' ', h('button.link', {type: 'button', 'data-event': n}, `event ${n + 1}`)));
}

// The window holds the middle nine tenths of the events and what touches it: a war's beginning in a subordinate clause
// must not squeeze a week into a hair.
function windowOf(dated) {
  if (!dated.length) return {inside: [], outside: [], span: [0, 1]};
  const mids = dated.map((x) => (x.from + x.to) / 2).sort((a, b) => a - b);
  const cut = Math.floor(mids.length / 20);
  let [from, to] = [mids[cut], mids[mids.length - 1 - cut]];
  const margin = Math.max((to - from) * 0.2, 2 * DAY);
  [from, to] = [from - margin, to + margin];
  const inside = dated.filter((x) => x.to > from && x.from < to);
  return {inside, outside: dated.filter((x) => !inside.includes(x)), span: [from, to]};
}

function chart(items, [from, to]) {
  const width = Math.max(300, MAIN.clientWidth);
  const dense = items.length > 150; // too many to name: the bars are named when pointed at, and in the list
  const x = (t) => ((Math.min(Math.max(t, from), to) - from) / (to - from)) * (width - 20) + 10;
  const room = width < 600 ? 24 : 34; // letters of a label
  const lanes = [];
  const bars = items.slice(0, 1500).map((item) => {
    const a = x(item.from);
    const b = Math.max(x(item.to), a + 5);
    const words = [item.event.type || '', eventWhere(item.event) || eventWho(item.event)].filter(Boolean).join(' ');
    const label = words.length > room ? `${words.slice(0, room - 1)}…` : words;
    const long = dense ? 2 : label.length * 6.2 + 8;
    const left = b + long > width && a - long > 0;
    const box = left ? [a - long, b] : [a, Math.min(width, b + long)];
    let row = lanes.findIndex((end) => end < box[0]);
    if (row < 0) row = lanes.push(0) - 1;
    lanes[row] = box[1] + (dense ? 2 : 6);
    return {item, a, b, row, left, label};
  });
  const lane = dense ? Math.max(3, Math.min(9, 420 / lanes.length)) : 20;
  const height = lanes.length * lane + 30;
  const drawn = bars.map(({item, a, b, row, left, label}) => {
    const y = dense ? height - 24 - (row + 1) * lane : row * lane + 4; // many bars pile up from the axis
    const open = `${item.start ? '' : `M${a + 6} ${y}l-6 5l6 5`}${item.end ? '' : `M${b - 1} ${y}l6 5l-6 5`}`;
    return svg('g.bar', {'data-event': item.n},
      svg('title', {}, `${typeWords(item.event)}: ${eventWords(item.event)}`),
      svg(`rect.${item.event.code}`, {x: a, y, width: b - a, height: dense ? lane * 0.7 : 10, rx: dense ? 0 : 1.5}),
      !dense && open && svg('path.open', {d: open}),
      !dense && svg('text', {x: left ? a - 4 : b + (item.end ? 4 : 9), y: y + 9, 'text-anchor': left ? 'end' : 'start'}, label));
  });
  const axis = ticks(from, to, width).map(({t, label}) => [
    svg('line', {x1: x(t), x2: x(t), y1: 0, y2: height - 22}),
    svg('text', {x: x(t), y: height - 8, 'text-anchor': 'middle'}, label)]);
  return h('div.chart', {}, svg('svg.timeline', {
    role: 'img', 'aria-label': `Timeline of ${plural(items.length, 'event')}; the list below says the same`,
    viewBox: `0 0 ${width} ${height}`, width, height,
  }, svg('g.axis', {}, axis), drawn));
}

function ticks(from, to, width) {
  const most = Math.max(2, Math.floor(width / 95));
  const days = (to - from) / DAY;
  const found = [];
  const steps = [1, 2, 7, 14].find((n) => days / n <= most);
  if (steps) {
    for (let t = Math.ceil(from / DAY) * DAY; t < to; t += steps * DAY) found.push({t, label: day(new Date(t).toISOString()).replace(/ \d{4}$/, '')});
    if (found.length) found[0].label += ` ${new Date(found[0].t).getUTCFullYear()}`;
    return found;
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((n) => days / 30.4 / n <= most) || 600;
  const first = new Date(from);
  for (let m = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth() + 1) / months) * months; ; m += months) {
    const t = Date.UTC(Math.floor(m / 12), m % 12, 1);
    if (t >= to) return found;
    found.push({t, label: months < 12 ? `${MONTHS[m % 12]} ${Math.floor(m / 12)}` : String(Math.floor(m / 12))});
  }
}
