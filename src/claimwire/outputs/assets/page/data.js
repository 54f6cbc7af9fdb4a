// The readings, what is selected of them, and how to build elements without ever parsing markup from a report.
const DATA = JSON.parse(document.getElementById('data').textContent);
const MAIN = document.getElementById('main');
const VIEWS = ['reports', 'events', 'map', 'timeline', ...(DATA.ledger.length ? ['ledger'] : [])];
const OWN_VOICE = 'publisher’s own voice';

// h('p.note', {title: 'x'}, 'text', child): text is always a text node.
function h(what, attributes, ...children) {
  const [tag, ...classes] = what.split('.');
  return fill(document.createElement(tag), classes, attributes, children);
}
function svg(what, attributes, ...children) {
  const [tag, ...classes] = what.split('.');
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), classes, attributes, children);
}
function fill(element, classes, attributes, children) {
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== '') element.append(child);
  }
  return element;
}

// Every claim in reading order, with what it can be filtered by.
const CLAIMS = [];
DATA.reports.forEach((report, r) => {
  report.claims.forEach((claim, c) => {
    const chain = [];
    for (let s = claim.statement; s !== undefined && s !== null && chain.length < 9; s = report.statements[s].parent) {
      chain.unshift(report.statements[s]);
    }
    const inner = chain[chain.length - 1];
    const sentence = report.sentences[claim.sentence] || [0, 0];
    const words = (x) => x.name || report.text.slice(...x.span);
    const event = claim.event === undefined ? null : DATA.events[claim.event];
    CLAIMS.push({
      n: CLAIMS.length, r, c, claim, report, chain,
      facets: {
        type: claim.type ? [claim.type] : [claim.kind],
        actor: unique([...(claim.actor || []), ...(claim.recipient || [])].map(words)),
        place: unique((claim.places || []).map((p) => (p.id && DATA.places[p.id].name) || report.text.slice(...p.span))),
        speaker: [inner ? inner.speaker || inner.by || 'not named' : OWN_VOICE],
        publisher: [report.publisher || 'not given'],
        presented: unique(claim.presented.split('; ')),
        custom: (claim.custom || []).map((t) => t.type),
        status: event ? [event.status, ...(event.contradictions.length ? ['with contradictions'] : [])] : [],
        origins: event ? (event.n_origins < 2 ? ['one only'] : [2, 3, 5, 10].filter((n) => event.n_origins >= n).map((n) => `${n} or more`)) : [],
      },
      haystack: folded([report.title, report.text.slice(sentence[0], sentence[1]), ...(claim.actor || []).map(words),
        ...(claim.recipient || []).map(words), ...chain.map((s) => s.speaker)].join('\n')),
    });
  });
});
const AT = DATA.reports.map(() => []);
for (const item of CLAIMS) AT[item.r][item.c] = item;
const BOOKS = unique(CLAIMS.flatMap((item) => (item.claim.custom || []).map((t) => t.book)));
const FACETS = {type: 'Type', ...(BOOKS.length && {custom: `Own type (${BOOKS.join(', ')})`}), actor: 'Actor or recipient', place: 'Place', speaker: 'Speaker', publisher: 'Publisher', presented: 'Presented as',
  ...(DATA.events.length && {status: 'Event’s status', origins: 'Event’s independent origins'})};

function unique(list) { return [...new Set(list)]; }
function folded(text) { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(); }

const state = {view: 'reports', filters: {}, q: '', claim: null, event: null, order: 'contested', table: null, marks: true};
let shown = new Set(CLAIMS);

function select() {
  const terms = folded(state.q).split(/\s+/).filter(Boolean);
  const active = Object.entries(state.filters);
  shown = new Set(CLAIMS.filter((item) => active.every(([facet, value]) => item.facets[facet].includes(value))
    && terms.every((term) => item.haystack.includes(term))));
}
function filtering() { return Object.keys(state.filters).length > 0 || state.q.trim() !== ''; }
function eventClaims(event) { return event.claims.map(([r, c]) => AT[r][c]); }
function eventShown(event) { return !filtering() || eventClaims(event).some((item) => shown.has(item)); }

// The address: everything that makes two readers see the same.
function readHash() {
  const parts = new URLSearchParams(location.hash.slice(1));
  state.view = VIEWS.includes(parts.get('view')) ? parts.get('view') : 'reports';
  state.q = parts.get('q') || '';
  state.filters = {};
  for (const facet of Object.keys(FACETS)) if (parts.has(facet)) state.filters[facet] = parts.get(facet);
  state.claim = CLAIMS.find((item) => item.claim.id === parts.get('claim')) || null;
  const event = DATA.events.findIndex((e) => e.id === parts.get('event'));
  state.event = event < 0 ? null : event;
  state.order = Object.keys(ORDERS).includes(parts.get('order')) ? parts.get('order') : 'contested';
  state.table = DATA.ledger.some((t) => t.name === parts.get('table')) ? parts.get('table') : null;
}
function writeHash(push) {
  const parts = new URLSearchParams();
  if (state.view !== 'reports') parts.set('view', state.view);
  if (state.q) parts.set('q', state.q);
  for (const [facet, value] of Object.entries(state.filters)) parts.set(facet, value);
  if (state.claim) parts.set('claim', state.claim.claim.id);
  if (state.event !== null && state.view !== 'reports') parts.set('event', DATA.events[state.event].id);
  if (state.order !== 'contested' && state.view === 'events') parts.set('order', state.order);
  if (state.table && state.view === 'ledger') parts.set('table', state.table);
  const hash = '#' + parts;
  if (hash !== (location.hash || '#')) history[push ? 'pushState' : 'replaceState'](null, '', hash);
}

// Words for dates, actors and places.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function day(iso) {
  const m = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso || '');
  if (!m) return iso || '';
  return [m[3] && String(Number(m[3])), m[2] && MONTHS[Number(m[2]) - 1], m[1]].filter(Boolean).join(' ');
}
function dayBefore(iso) {
  const date = new Date(iso.length === 10 ? iso + 'T00:00:00Z' : iso.includes('Z') || iso.includes('+') ? iso : iso + 'Z');
  if (Number.isNaN(date.getTime())) return iso;
  return new Date(date.getTime() - 1000).toISOString().slice(0, 10);
}
// "10 May 2022" and "16 May 2022" are "10 to 16 May 2022".
function range(from, to) {
  if (from === to) return from;
  const [a, b] = [from.split(' '), to.split(' ')];
  while (a.length > 1 && a.length === b.length && a[a.length - 1] === to.split(' ')[a.length - 1]) { a.pop(); b.pop(); }
  return `${a.join(' ')} to ${to}`;
}
// EDTF as written by the resolver, when it is plain enough to say in words; its intervals are inclusive.
function edtf(text) {
  const parts = text.split('/').map((part) => {
    const m = /^(\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)([~?%]?)$/.exec(part);
    return m ? (m[2] ? 'about ' : '') + day(m[1]) : part;
  });
  if (parts.some((part) => part !== '' && part !== '..' && !/^(about )?[\dA-Z]/.test(part)) || /[^\d\-/.~?%]|-[2-9]\d$/.test(text)) return '';
  if (parts.length === 1) return parts[0];
  const [from, to] = parts;
  const open = (part) => part === '' || part === '..';
  if (open(from) && open(to)) return '';
  return open(to) ? `since ${from}` : open(from) ? `by ${to}` : range(from, to);
}
// Half-open interval in words: [8 Apr, 9 Apr) is "8 Apr".
function when(time) {
  if (!time) return '';
  const read = edtf(time.edtf || '');
  if (read) return read;
  const {start, end} = time;
  if (start && end) {
    const last = dayBefore(end);
    if (start.slice(0, 10) === last || start.slice(0, 10) === end.slice(0, 10)) return day(start);
    return range(day(start), day(last));
  }
  if (start) return `since ${day(start)}`;
  if (end) return `by ${day(dayBefore(end))}`;
  return '';
}
function typeWords(x) {
  return x.type ? [x.type, ...(x.modes || [])].join(' ') : x.kind || 'no type';
}
// A list that grows as it is scrolled to, so that thousands of entries cost nothing until they are seen.
const GROWING = new Set(); // paper does not scroll: before printing, all of them grow to their end
function growing(list, items, make, atLeast = 0) {
  const more = h('p.more', {});
  let next = 0;
  const grow = (upTo) => {
    for (; next < items.length && next < upTo; next++) list.append(make(items[next]));
    more.hidden = next >= items.length;
  };
  grow(Math.max(40, atLeast));
  const watch = new IntersectionObserver((entries) => {
    if (entries.some((x) => x.isIntersecting)) {
      grow(next + 40);
      watch.unobserve(more); // observed again, it reports again when it is still in sight
      if (next < items.length) watch.observe(more);
    }
  }, {rootMargin: '1500px 0px'});
  if (next < items.length) watch.observe(more);
  GROWING.add({list, grow});
  return [list, more];
}
function plural(n, word) { return `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`; }
