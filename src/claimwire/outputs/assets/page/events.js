// Events with all their claims side by side: who says it, and who says otherwise.
const STATUS_MARKS = {contested: '⇄', corroborated: '≡', single_source: '○', party_claim_only: '◐', retracted: '×'};

function siglum(i) { return i < 26 ? String.fromCharCode(65 + i) : siglum(Math.floor(i / 26) - 1) + siglum(i % 26); }

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
function statusMark(event) {
  return h(`span.status.${event.code}`, {}, h('span', {'aria-hidden': 'true'}, STATUS_MARKS[event.code] || '·'), ' ', event.status);
}

function showEvents() {
  const events = DATA.events.map((event, n) => ({event, n})).filter(({event}) => eventShown(event));
  const chosen = state.event === null ? -1 : events.findIndex((x) => x.n === state.event);
  MAIN.replaceChildren(h('p.lead', {}, 'Claims that speak of one happening stand side by side. Contradictions come first; nothing is decided between them.'),
    ...(events.length ? growing(h('ol.events', {}), events, (x) => eventItem(x.event, x.n), chosen + 1) : [nothing()]));
}

function eventItem(event, n) {
  const items = eventClaims(event);
  const signs = new Map(items.map((item, i) => [item, siglum(i)]));
  return h(state.event === n ? 'li.event.on' : 'li.event', {id: `e${n}`, value: n + 1},
    h('header', {},
      h('h2', {tabindex: '-1', dir: 'auto'}, h('span.no', {}, String(n + 1)), ' ', eventWho(event), eventWhere(event) && ` · ${eventWhere(event)}`,
        when(event.time) && ` · ${when(event.time)}`),
      h('p.held', {}, h('span.type', {}, typeWords(event)), ' · ', statusMark(event), items.length > 1 && ` · ${plural(items.length, 'claim')} in ${plural(event.reports, 'report')}, ${plural(event.origins, 'origin')}`,
        event.quantities.map((q) => ` · ${q.measure}: ${q.value}${q.by.length ? ` (${q.by.map(([who, v]) => `${who}: ${v ?? 'open'}`).join('; ')})` : ''}`),
        Object.entries(event.attributes).map(([name, status]) => ` · ${name}: ${status}`)),
      contradictions(event, signs)),
    h('div.cells', {}, items.map((item) => cell(item, signs.get(item)))));
}

// One line per attribute: "A, B against D: occurrence, asserted and denied".
function contradictions(event, signs) {
  const groups = new Map();
  for (const x of event.contradictions) {
    if (x.claims.length < 2) continue;
    const key = `${x.attribute}\u001f${x.note}`;
    if (!groups.has(key)) groups.set(key, {x, left: new Set(), right: new Set()});
    const [a, b] = x.claims.map(([r, c]) => signs.get(AT[r][c]) || '?');
    const g = groups.get(key);
    if (g.right.has(a) || g.left.has(b)) { g.left.add(b); g.right.add(a); } else { g.left.add(a); g.right.add(b); }
  }
  if (!groups.size) return null;
  return h('ul.contradictions', {}, [...groups.values()].map(({x, left, right}) => h('li', {}, h('span', {'aria-hidden': 'true'}, '⇄ '),
    h('b', {}, [...left].sort().join(', ')), ' against ', h('b', {}, [...right].sort().join(', ')), `: ${x.attribute}${x.note ? ` (${x.note})` : ''}`)));
}

function cell(item, sign) {
  const {report, claim} = item;
  const denied = claim.factuality.endsWith('-');
  return h(['div', 'cell', denied ? 'denied' : '', shown.has(item) ? '' : 'dim'].filter(Boolean).join('.'), {},
    h('p.imprint', {}, h('b.sign', {}, sign), ' ', h('b', {dir: 'auto'}, report.publisher || 'publisher not given'), report.date && `, ${day(report.date)}`),
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
