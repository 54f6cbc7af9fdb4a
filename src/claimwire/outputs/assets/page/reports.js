// The reports, sentence by sentence, each with its claims in the margin as an apparatus.
const ROLES = {source: 'source', cue: 'cue', trigger: 'happening', actor: 'actor', recipient: 'recipient', place: 'place', time: 'time', quantity: 'number'};
const bodies = new Map(); // report -> its element once it is built

function showReports() {
  bodies.clear();
  const reports = DATA.reports.map((report, r) => r).filter((r) => !filtering() || AT[r].some((item) => shown.has(item)));
  const copies = new Map(); // original -> the reports that repeat it
  const alone = [];
  for (const r of reports) {
    const original = originalOf(r);
    if (original === r || !reports.includes(original)) alone.push(r);
    else if (copies.has(original)) copies.get(original).push(r);
    else copies.set(original, [r]);
  }
  const list = alone.map((r) => reportArticle(r, copies.get(r)));
  MAIN.replaceChildren(legend(), ...(list.length ? list : [nothing()]));
  const waiting = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) { waiting.unobserve(entry.target); build(Number(entry.target.dataset.report)); }
    }
  }, {rootMargin: '1200px 0px'});
  for (const body of MAIN.querySelectorAll('.body')) waiting.observe(body);
}

// A copy of a copy is one of the original; a loop in bad data is no copy of anything.
function originalOf(r) {
  const seen = new Set();
  let at = r;
  while (DATA.reports[at].copy_of) {
    if (seen.has(at)) return r;
    seen.add(at);
    at = DATA.reports[at].copy_of[0];
  }
  return at;
}

function reportArticle(r, copies = []) {
  const report = DATA.reports[r];
  const n = AT[r].filter((item) => shown.has(item)).length;
  const body = h('div.body', {'data-report': r});
  // A guess at the height keeps the scroll bar still until the report is built.
  body.style.minHeight = `${Math.round(report.text.length / 3 + n * 60)}px`;
  return h(report.withdrawn ? 'article.report.gone' : 'article.report', {'aria-labelledby': `r${r}`},
    h('header', {},
      h('h2', {id: `r${r}`, tabindex: '-1', dir: 'auto'}, headline(report)),
      h('p.imprint', {}, h('b', {dir: 'auto'}, report.publisher || 'publisher not given'), report.kind !== 'news' && ` (${report.kind})`,
        report.date && `, ${day(report.date)}`, ` · ${plural(n, 'claim')}`),
      standing(report).map((mark) => h('p.flag', {}, mark, mark.startsWith('↻') && [' ', otherVersion(report)])),
      report.copy_of && h('p.note', {}, 'Same as ', reportLink(report.copy_of[0]), report.copy_of[1] && `: ${report.copy_of[1]}`)),
    copies.length > 0 && h('details.copies', {}, h('summary', {}, `Same as this: ${plural(copies.length, 'report')} (${unique(copies.map((x) => DATA.reports[x].publisher || 'publisher not given')).slice(0, 5).join(', ')}${copies.length > 5 ? ', …' : ''})`),
      copies.map((x) => reportArticle(x))),
    body);
}

function otherVersion(report) {
  const other = report.corrected_by !== undefined ? report.corrected_by : report.corrects;
  return other !== undefined && h('button.link', {type: 'button', 'data-report-link': other}, 'read it');
}

function openReport(r) {
  state.view = 'reports';
  state.claim = null;
  if (filtering() && !AT[r].some((item) => shown.has(item))) { state.filters = {}; state.q = ''; }
  render();
  writeHash(true);
  const heading = reveal(document.getElementById(`r${r}`));
  build(r);
  if (heading) { heading.scrollIntoView({block: 'start'}); heading.focus({preventScroll: true}); }
}

// A report that is folded under the one that it copies comes out before anything in it is shown.
function reveal(element) {
  for (let box = element && element.closest('details:not([open])'); box; box = box.closest('details:not([open])')) box.open = true;
  return element;
}

function headline(report) {
  const [start, end] = report.sentences[0] || [0, 80];
  const words = report.text.slice(start, Math.min(end, start + 110)).replace(/\s+/g, ' ');
  return report.title || (end - start > 110 ? `${words.replace(/ \S*$/, '')} …` : words);
}

function nothing() { return h('p.nothing', {}, 'Nothing matches. ', h('button', {type: 'button', 'data-clear': ''}, 'Clear the filters')); }

function legend() {
  return h('p.legend', {'aria-label': 'Marks'}, Object.entries(ROLES).map(([role, word]) => [h(`span.m.${role}`, {}, word), ' ']), h('span.gloss', {}, '[in brackets: how the words were read]'));
}

function build(r) {
  if (bodies.has(r)) return bodies.get(r);
  const body = MAIN.querySelector(`.body[data-report="${r}"]`);
  if (!body) return null;
  bodies.set(r, body);
  const report = DATA.reports[r];
  const margin = report.sentences.map(() => []);
  for (const item of AT[r]) if (shown.has(item)) (margin[item.claim.sentence] || margin[0] || []).push(item);
  let paragraph = null;
  const rows = report.sentences.map((s, i) => {
    const first = s[2] !== paragraph;
    paragraph = s[2];
    return h(first ? 'div.row.first' : 'div.row', {},
      h('span.no', {'aria-hidden': 'true'}, String(i + 1)),
      h('p.text', {dir: 'auto', lang: report.language, 'data-sentence': i}),
      margin[i].length > 0 && h('div.margin', {}, margin[i].map((item) => entry(item))));
  });
  body.replaceChildren(...rows);
  body.style.minHeight = '';
  mark(r);
  return body;
}

// Cut every sentence at the borders of its marks; a piece that lies in several carries all of them.
function mark(r) {
  const body = bodies.get(r);
  const report = DATA.reports[r];
  const chosen = state.claim && state.claim.r === r ? state.claim : null;
  const marks = [];
  const add = (span, role, item) => marks.push({start: span[0], end: span[1], role, item});
  const said = new Set();
  for (const item of AT[r]) {
    if (!shown.has(item)) continue;
    const c = item.claim;
    add(c.trigger, 'trigger', item);
    for (const x of c.actor || []) add(x.span, 'actor', item);
    for (const x of c.recipient || []) add(x.span, 'recipient', item);
    for (const x of c.places || []) add(x.span, 'place', item);
    for (const x of c.quantities || []) add(x.span, 'quantity', item);
    if (c.time) add(c.time.span, 'time', item);
    for (const s of item.chain) {
      said.add(s);
      for (const span of s.source) add(span, 'source', item);
      for (const span of s.cue) add(span, 'cue', item);
    }
  }
  if (!filtering()) {
    for (const s of report.statements) {
      if (said.has(s)) continue;
      for (const span of s.source) add(span, 'source', null);
      for (const span of s.cue) add(span, 'cue', null);
    }
  }
  if (chosen) add(chosen.claim.evidence, 'evidence', null);
  report.sentences.forEach(([start, end], i) => {
    const next = report.sentences[i + 1];
    const gap = report.text.slice(end, next ? next[0] : report.text.length);
    const stop = gap.trim() && (!next || next[0] >= end) ? end + gap.length : end; // words between sentences are not lost
    const here = marks.filter((m) => m.start < stop && start < m.end);
    const cuts = unique([start, stop, ...here.flatMap((m) => [m.start, m.end])].filter((x) => x >= start && x <= stop)).sort((a, b) => a - b);
    const pieces = [];
    for (let k = 0; k + 1 < cuts.length; k++) {
      const words = report.text.slice(cuts[k], cuts[k + 1]);
      const over = here.filter((m) => m.start <= cuts[k] && cuts[k + 1] <= m.end);
      if (!over.length) { pieces.push(words); continue; }
      const items = unique(over.map((m) => m.item).filter(Boolean));
      const classes = unique(over.map((m) => m.role));
      if (chosen && over.some((m) => m.item === chosen)) classes.push('on');
      pieces.push(h(['span', 'm', ...classes].join('.'), {'data-claims': items.map((x) => x.n).join(' ') || null}, words));
    }
    body.querySelector(`[data-sentence="${i}"]`).replaceChildren(...pieces);
  });
  body.classList.toggle('chosen', Boolean(chosen));
}

// Someone in a claim: the words as written, and in brackets who that is, as an editor would.
function person(report, x, role) {
  const words = report.text.slice(...x.span);
  return [h(`span.m.${role}`, {dir: 'auto'}, words), gloss(words, x.name)];
}
// A long name is cut at its first comma ("Sergey Petrov, chief of staff of ..."); the whole stays in the tooltip.
function gloss(words, name) {
  if (!name) return null;
  const short = name.length > 42 ? name.split(', ')[0] : name;
  return !folded(words).includes(folded(short)) && h('span.gloss', {title: name}, ` [${short}]`);
}
function listed(parts) { return parts.flatMap((part, i) => (i ? [', ', part] : [part])); }

function chainWords(item) {
  if (!item.chain.length) return [h('span.voice', {}, OWN_VOICE)];
  return item.chain.flatMap((s, i) => [i > 0 && h('span.then', {}, ' › '),
    h('b', {dir: 'auto'}, s.by || 'someone not named'),
    s.by && gloss(s.by, s.speaker),
    s.cue.length > 0 && [' ', h('i.cue-words', {}, s.cue.map((span) => item.report.text.slice(...span)).join(' … '))]]);
}

function placesOf(item) {
  return listed((item.claim.places || []).map((p) => [p.role !== 'location' && `${p.role.replace('_', ' ')} `,
    h('span.m.place', {dir: 'auto'}, item.report.text.slice(...p.span)), h('span.gloss', {}, ` [${spotted(p, item.report)}]`)]));
}

// How exactly a place is known: its name where the words have another, and the radius that it lies within.
function spotted(p, report) {
  if (!p.id) return 'unresolved';
  const place = DATA.places[p.id];
  const said = folded(report.text.slice(...p.span)).includes(folded(place.name));
  const relation = place.relation && !folded(report.text).includes(folded(`${place.relation} ${place.name}`)) && place.relation;
  return [!said && place.name, relation, place.drawn ? `within ${kilometres(place.km)}` : 'no point'].filter(Boolean).join(', ');
}

function gist(item) {
  const {report, claim} = item;
  return [(claim.actor || []).length ? listed(claim.actor.map((x) => person(report, x, 'actor'))) : claim.kind === 'event' && h('span.gloss', {}, '[no one named]'),
    ' ', h('span.m.trigger', {dir: 'auto'}, report.text.slice(...claim.trigger)),
    (claim.recipient || []).length > 0 && [' → ', listed(claim.recipient.map((x) => person(report, x, 'recipient')))]];
}

function circumstances(item) {
  const {report, claim} = item;
  const parts = [];
  if (claim.places) parts.push(placesOf(item));
  if (claim.time) {
    const words = report.text.slice(...claim.time.span);
    const [start, end] = report.sentences[claim.sentence];
    const own = claim.time.span[0] >= start && claim.time.span[1] <= end;
    const read = [when(claim.time), !own && 'taken from another sentence'].filter(Boolean).join(', ');
    parts.push([h('span.m.time', {dir: 'auto'}, words), read && folded(read) !== folded(words) && h('span.gloss', {}, ` [${read}]`)]);
  }
  for (const q of claim.quantities || []) {
    parts.push([h('span.m.quantity', {dir: 'auto'}, report.text.slice(...q.span)), h('span.gloss', {}, ` [${q.measure}: ${q.value}${q.total ? ', a running total' : ''}]`)]);
  }
  return parts.flatMap((part, i) => (i ? [' · ', part] : [part]));
}

function entry(item) {
  const {claim} = item;
  const event = claim.event === undefined ? null : DATA.events[claim.event];
  const around = circumstances(item);
  const held = [claim.presented, ...(claim.manner || [])].join('; ');
  const open = state.claim === item;
  // One speaker's claims in one sentence follow one another; the name stands over the first of them.
  const before = CLAIMS[item.n - 1];
  const again = !open && before && before.r === item.r && shown.has(before) && before.claim.sentence === claim.sentence
    && before.claim.statement === claim.statement;
  return h(['article', 'claim', open && 'on', again && 'again'].filter(Boolean).join('.'), {id: `c${item.n}`},
    h('p.says', {}, chainWords(item)),
    h('h3', {}, h('button', {type: 'button', 'data-claim': item.n, 'aria-expanded': String(open)}, gist(item))),
    around.length > 0 && h('p.around', {}, around),
    h('p.held', {}, h('span.type', {}, typeWords(claim)), ' · ', h(claim.presented === 'asserted' ? 'span.as' : 'span.as.hedged', {}, held),
      event && [' · ', h('button.link', {type: 'button', 'data-event': claim.event, title: 'Show the event with all its claims'},
        `event ${claim.event + 1}`, event.claims.length > 1 && `, ${event.claims.length} claims`), event.code === 'contested' && h('span.flag', {}, ' contested')]),
    claim.effect && h('p.effect', {}, claim.effect),
    claim.custom && h('p.own', {}, claim.custom.map((t, i) => [i > 0 && ' · ', h('span.type', {}, t.type.replaceAll('_', ' ')), h('span.gloss', {}, ` ${t.book}, ${t.score.toFixed(2)}`)])),
    open && details(item));
}

function details(item) {
  const {report, claim} = item;
  const pairs = [
    ['Words', `“${report.text.slice(...claim.evidence)}”`],
    ['Codes', [claim.kind, typeWords(claim), claim.realization, claim.factuality].join(', ')],
    ['Contexts', (claim.contexts || []).join(', ')],
    ['Decided by', `${claim.rule} (score ${claim.score})`],
    ...(claim.custom || []).map((t) => [`${t.book}: ${t.type}`, `${t.rule}${t.like ? `; nearest example: ${t.like}` : ''}`]),
    ['Claim', claim.id],
  ];
  return h('dl.details', {}, pairs.filter(([, value]) => value).map(([name, value]) => [h('dt', {}, name), h('dd', {dir: 'auto'}, value)]));
}

function refresh(item) {
  const old = document.getElementById(`c${item.n}`);
  if (!old) return;
  const had = old.contains(document.activeElement);
  const fresh = entry(item);
  old.replaceWith(fresh);
  if (had) fresh.querySelector('button').focus({preventScroll: true});
}

// Choose a claim: its entry opens, its words light up, and both come into sight.
function choose(item, {push = true, focus = false} = {}) {
  const before = state.claim;
  state.claim = item;
  if (item && (state.view !== 'reports' || !shown.has(item))) {
    if (!shown.has(item)) { state.filters = {}; state.q = ''; }
    state.view = 'reports';
    render();
  }
  for (const x of [before, item]) if (x && bodies.has(x.r)) { refresh(x); mark(x.r); }
  writeHash(push);
  if (!item) return;
  build(item.r);
  const article = reveal(document.getElementById(`c${item.n}`));
  if (!article) return;
  if (focus) article.querySelector('button').focus({preventScroll: true});
  const row = article.closest('.row');
  const target = row.getBoundingClientRect().height > window.innerHeight * 0.7 ? article : row;
  target.scrollIntoView({block: 'center', behavior: 'auto'});
}
