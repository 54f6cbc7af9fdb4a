// Events: what contradicts what first, then every version side by side; parts stand inside the happening that they belong to.
const ORDERS = {contested: 'contradictions first', date: 'by date', origins: 'most independent origins first', claims: 'most claims first'};
const OPEN_UP_TO = 12; // claims: a larger event opens its versions when asked
const PARENTS = DATA.events.map((event, n) => (topOf(n) === null ? null : event.part_of)); // a loop in bad data nests nothing

function topOf(n) {
  const seen = new Set();
  let at = n;
  while (DATA.events[at].part_of !== null && DATA.events[at].part_of !== undefined) {
    if (seen.has(at)) return null;
    seen.add(at);
    at = DATA.events[at].part_of;
  }
  return at;
}

function eventWhere(event) {
  return unique(event.places.map((p) => (p.id && DATA.places[p.id].name) || p.words)).join(', ');
}
function eventWho(event) {
  const actors = event.actors.length ? unique(event.actors).join(', ') : '[no one named]';
  return event.recipients.length ? `${actors} → ${unique(event.recipients).join(', ')}` : actors;
}
function eventWords(event) {
  return [eventWho(event), eventWhere(event), when(event.time) || null].filter(Boolean).join(' · ');
}
function statusMark(code, words) {
  return h(`span.status.${code}`, {}, h('span', {'aria-hidden': 'true'}, STATUS_MARKS[code] || '·'), ' ', words);
}

function showEvents() {
  const visible = new Set(DATA.events.map((event, n) => n).filter((n) => eventShown(DATA.events[n])));
  const parts = new Map();
  const top = [];
  for (const n of visible) {
    const parent = PARENTS[n];
    if (parent === null || parent === undefined || !visible.has(parent)) top.push(n);
    else if (parts.has(parent)) parts.get(parent).push(n);
    else parts.set(parent, [n]);
  }
  const begins = (n) => { const t = DATA.events[n].time; return (t && (t.start || t.end)) || '9999'; };
  // What is contradicted comes first even where it is a part of something that is not.
  const foremost = (n) => Math.min(n, ...(parts.get(n) || []).map(foremost));
  const by = {
    contested: (a, b) => foremost(a) - foremost(b),
    date: (a, b) => begins(a).localeCompare(begins(b)) || a - b,
    origins: (a, b) => DATA.events[b].n_origins - DATA.events[a].n_origins || a - b,
    claims: (a, b) => DATA.events[b].claims.length - DATA.events[a].claims.length || a - b,
  }[state.order];
  top.sort(by);
  let chosen = state.event;
  while (chosen !== null && !top.includes(chosen) && visible.has(chosen)) chosen = PARENTS[chosen];
  const order = h('select', {id: 'order'}, Object.entries(ORDERS).map(([value, words]) => h('option', {value, selected: value === state.order}, words)));
  order.addEventListener('change', () => { state.order = order.value; showEvents(); writeHash(true); document.getElementById('order').focus(); });
  MAIN.replaceChildren(
    h('p.lead', {}, 'Claims that speak of one happening stand together, one version for each origin: however many papers print an agency, it is one voice. Nothing is decided between them.'),
    h('p.order', {}, h('label', {for: 'order'}, 'Order '), order, h('span.note', {}, ` ${plural(visible.size, 'event')}${parts.size ? `, ${(visible.size - top.length).toLocaleString('en')} of them inside another` : ''}`)),
    ...(top.length ? growing(h('ol.events', {}), top, (n) => eventItem(n, parts), chosen === null ? 0 : top.indexOf(chosen) + 1) : [nothing()]));
}

function eventItem(n, parts) {
  const event = DATA.events[n];
  const versions = versionsOf(event);
  const many = versions.length > 1;
  const children = parts.get(n) || [];
  const holds = (list) => list.some((x) => x === state.event || holds(parts.get(x) || []));
  const open = many && (state.event === n || event.claims.length <= OPEN_UP_TO);
  const outside = event.part_of !== null && event.part_of !== undefined && PARENTS[n] !== null && !eventShown(DATA.events[event.part_of]);
  const body = many ? [contradictions(event, versions),
    later(h('summary', {}, `All ${versions.length} versions side by side`), () => [sideBySide(event, versions)], open)]
    : [h('div.cells', {}, eventClaims(event).slice(0, 6).map((item) => cell(item))), event.claims.length > 6 && moreSources(eventClaims(event).slice(6))];
  return h(['li', 'event', many && 'many', state.event === n && 'on'].filter(Boolean).join('.'), {id: `e${n}`, value: n + 1},
    h('header', {},
      h('h2', {tabindex: '-1', dir: 'auto'}, h('span.no', {}, String(n + 1)), ' ', eventWho(event), eventWhere(event) && ` · ${eventWhere(event)}`,
        when(event.time) && ` · ${when(event.time)}`),
      h('p.held', {}, h('span.type', {}, typeWords(event)), ' · ', statusMark(event.code, event.status),
        event.claims.length + event.left > 1 && ` · ${plural(event.claims.length + event.left, 'claim')} in ${plural(event.reports, 'report')}, ${plural(event.n_origins, 'independent origin')}`,
        event.quantities.map((q) => ` · ${q.measure}: ${q.value}${q.by.length ? ` (${q.by.map(([who, v]) => `${who}: ${v ?? 'open'}`).join('; ')})` : ''}`)),
      attributesOf(event, many),
      event.left > 0 && h('p.note', {}, `${plural(event.left, 'claim')} of it stand${event.left === 1 ? 's' : ''} in reports that are not on this page.`),
      outside && h('p.note', {}, 'part of ', h('button.link', {type: 'button', 'data-event': event.part_of}, `event ${event.part_of + 1}`))),
    h('div.told', {}, body, event.origins.length > 0 && event.reports > 1 && originGraph(event, versions)),
    children.length > 0 && h('div.parts', {}, later(h('summary', {}, `${plural(children.length, 'part')} of this`),
      () => growing(h('ol.events', {'aria-label': `Parts of event ${n + 1}`}), children, (x) => eventItem(x, parts), children.indexOf(state.event) + 1), children.length <= 5 || holds(children))));
}

// What is settled of an event is so attribute by attribute: that it happened may be agreed, and by whom contested.
function attributesOf(event, all) {
  const list = event.attributes.filter(([, code]) => all || code !== event.code);
  return list.length > 0 && h('ul.attributes', {'aria-label': 'Status of each attribute'}, list.map(([name, code, words]) => h('li', {}, h('b', {}, asked(name)), ' ', statusMark(code, words))));
}

function cell(item) {
  const {report, claim} = item;
  const denied = claim.factuality.endsWith('-');
  const marks = standing(report);
  return h(['div', 'cell', denied ? 'denied' : '', report.withdrawn ? 'gone' : '', shown.has(item) ? '' : 'dim'].filter(Boolean).join('.'), {},
    h('p.imprint', {}, h('b', {dir: 'auto'}, report.publisher || 'publisher not given'), report.date && `, ${day(report.date)}`),
    marks.map((mark) => h('p.flag', {}, mark)),
    h('p.says', {}, chainWords(item)),
    h('blockquote', {dir: 'auto', lang: report.language}, report.text.slice(...claim.evidence)),
    h('p.held', {}, h(claim.presented === 'asserted' ? 'span.as' : 'span.as.hedged', {}, claim.presented),
      (claim.quantities || []).map((q) => ` · ${q.measure}: ${q.value}`),
      ' · ', h('button.link', {type: 'button', 'data-claim': item.n}, 'read in place')));
}

function openEvent(n, {push = true} = {}) {
  state.event = n;
  state.view = 'events';
  if (!eventShown(DATA.events[n])) { state.filters = {}; state.q = ''; }
  render();
  writeHash(push);
  const element = document.getElementById(`e${n}`);
  if (element) {
    element.scrollIntoView({block: 'start'});
    element.querySelector('h2').focus({preventScroll: true});
  }
}
