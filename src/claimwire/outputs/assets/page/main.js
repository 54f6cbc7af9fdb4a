// Views, filters, the keyboard and the address.
const SEARCH = document.getElementById('search');
const FORM = document.getElementById('filters');
const TOGGLE = document.getElementById('filters-toggle');
const SHOW = {reports: showReports, events: showEvents, map: showMap, timeline: showTimeline, ledger: showLedger};

function render() {
  select();
  if (state.claim && !shown.has(state.claim)) state.claim = null;
  for (const button of document.querySelectorAll('.views [data-view]')) button.setAttribute('aria-pressed', String(button.dataset.view === state.view));
  document.body.dataset.view = state.view;
  document.body.classList.toggle('plain', !state.marks);
  if (SEARCH.value !== state.q) SEARCH.value = state.q;
  drawFilters();
  const reports = new Set([...shown].map((item) => item.r)).size;
  const events = DATA.events.filter(eventShown).length;
  document.getElementById('count').textContent = filtering()
    ? `${shown.size.toLocaleString('en')} of ${plural(CLAIMS.length, 'claim')}, ${plural(reports, 'report')}, ${plural(events, 'event')}` : '';
  GROWING.clear();
  SHOW[state.view]();
}

// Each list counts what would be left with the other filters as they are.
function drawFilters() {
  const terms = folded(state.q).split(/\s+/).filter(Boolean);
  const active = Object.keys(state.filters).length;
  TOGGLE.textContent = active ? `Filter (${active})` : 'Filter';
  const fields = Object.entries(FACETS).map(([facet, label]) => {
    const counts = new Map();
    for (const item of CLAIMS) {
      if (!terms.every((term) => item.haystack.includes(term))) continue;
      if (!Object.entries(state.filters).every(([f, v]) => f === facet || item.facets[f].includes(v))) continue;
      for (const value of item.facets[facet]) counts.set(value, (counts.get(value) || 0) + 1);
    }
    const chosen = state.filters[facet];
    if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
    const values = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    return h('div.field', {}, h('label', {for: `f-${facet}`}, label), h('select', {id: `f-${facet}`, name: facet, 'data-facet': facet}, h('option', {value: ''}, `any (${values.length})`),
      values.slice(0, 300).map(([value, n]) => h('option', {value, selected: value === chosen}, `${value} (${n})`))));
  });
  const focused = document.activeElement && document.activeElement.dataset.facet;
  FORM.replaceChildren(...fields, h('button', {type: 'button', 'data-clear': '', disabled: !filtering()}, 'Clear'));
  if (focused) FORM.querySelector(`[data-facet="${focused}"]`).focus();
}

function clear() { state.filters = {}; state.q = ''; state.event = null; render(); writeHash(true); }

function toggleFilters(open = FORM.hidden) {
  FORM.hidden = !open;
  TOGGLE.setAttribute('aria-expanded', String(open));
  if (open) FORM.querySelector('select').focus();
}

function step(by) {
  const list = CLAIMS.filter((item) => shown.has(item));
  if (!list.length) return;
  const at = state.claim ? list.findIndex((item) => item.n >= state.claim.n) : -1;
  let next;
  if (!state.claim) next = by > 0 ? 0 : list.length - 1;
  else if (at < 0) next = by > 0 ? list.length - 1 : list.length - 1;
  else next = list[at] === state.claim ? at + by : by > 0 ? at : at - 1;
  choose(list[Math.min(Math.max(next, 0), list.length - 1)], {push: false, focus: true});
}

function go(name) { state.view = name; render(); writeHash(true); window.scrollTo(0, 0); }

document.addEventListener('click', (e) => {
  const at = (selector) => e.target.closest && e.target.closest(selector);
  const found = at('.views [data-view]') || at('[data-clear]') || at('[data-event]') || at('[data-report-link]') || at('[data-table]') || at('[data-row-link]') || at('[data-claim]') || at('[data-open]') || at('[data-claims]');
  if (!found) return;
  if (found.tagName === 'A') {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return; // a tab of its own
    e.preventDefault();
  }
  const {dataset} = found;
  if ('view' in dataset) go(dataset.view);
  else if ('clear' in dataset) clear();
  else if ('event' in dataset) openEvent(Number(dataset.event));
  else if ('reportLink' in dataset) openReport(Number(dataset.reportLink));
  else if ('table' in dataset) openTable(dataset.table);
  else if ('rowLink' in dataset) openRow(Number(dataset.rowLink));
  else if ('claim' in dataset) {
    const item = CLAIMS[Number(dataset.claim)];
    choose(state.view === 'reports' && state.claim === item ? null : item);
  } else if ('open' in dataset) openSpot(dataset.open);
  else if (dataset.claims) {
    // Words of several claims: each click goes on to the next of them.
    const items = dataset.claims.split(' ').map((n) => CLAIMS[Number(n)]);
    choose(items[(items.indexOf(state.claim) + 1) % items.length]);
  }
});

FORM.addEventListener('change', (e) => {
  const {facet} = e.target.dataset;
  if (e.target.value) state.filters[facet] = e.target.value;
  else delete state.filters[facet];
  render();
  window.scrollTo(0, Math.min(window.scrollY, MAIN.offsetTop - document.querySelector('.bar').offsetHeight)); // the first match, not wherever the old list had got to
  writeHash(true);
});
FORM.addEventListener('submit', (e) => e.preventDefault());
TOGGLE.addEventListener('click', () => toggleFilters());

let typing = null;
SEARCH.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => { state.q = SEARCH.value; render(); writeHash(false); }, 150);
});

document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
  if (e.key === 'Escape') {
    if (inField) e.target.blur();
    else if (!FORM.hidden) { toggleFilters(false); TOGGLE.focus(); } else if (state.claim) choose(null);
    return;
  }
  if (inField) return;
  if (e.key === 'j') step(1);
  else if (e.key === 'k') step(-1);
  else if (e.key === '/') SEARCH.focus();
  else if (e.key === 'f') toggleFilters();
  else if (e.key === 'm') { state.marks = !state.marks; document.body.classList.toggle('plain', !state.marks); }
  else if (e.key === 'e' && state.claim && state.claim.claim.event !== undefined) openEvent(state.claim.claim.event);
  else if (VIEWS[Number(e.key) - 1]) go(VIEWS[Number(e.key) - 1]);
  else return;
  e.preventDefault();
});

window.addEventListener('beforeprint', () => {
  for (const {grow} of GROWING) grow(Infinity);
  for (const body of MAIN.querySelectorAll('.body[data-report]')) build(Number(body.dataset.report));
});

function arrive() {
  readHash();
  render();
  if (state.view === 'reports' && state.claim) choose(state.claim, {push: false});
  else if (state.view === 'events' && state.event !== null) openEvent(state.event, {push: false});
}
window.addEventListener('hashchange', arrive);
window.addEventListener('popstate', arrive);
let resized = null;
window.addEventListener('resize', () => {
  clearTimeout(resized);
  resized = setTimeout(() => { if (state.view !== 'reports') SHOW[state.view](); }, 200);
});
arrive();
document.documentElement.dataset.ready = '';
