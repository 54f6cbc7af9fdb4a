// All versions of an event side by side: one for each origin, attribute by attribute, and what each says of the others'.
const STATUS_MARKS = {contested: '⇄', corroborated: '≡', single_source: '○', party_claim_only: '◐', retracted: '×'};
const ATTRIBUTES = {what: 'What', actor: 'Who', recipient: 'To whom', place: 'Where', time: 'When', numbers: 'How many', presented: 'Presented'};
// An attribute as the codes of contradictions and of statuses call it, and the row that shows it.
const SHOWN_IN = {occurrence: 'presented', agent: 'actor', recipient: 'recipient', outcome: 'what', quantity: 'numbers', place: 'place', time: 'time', status: 'presented'};
const ASKED = {occurrence: 'that it happened', agent: 'by whom', recipient: 'to whom', place: 'where', time: 'when', outcome: 'with what result', quantity: 'how many', status: 'how far it got'};
function asked(attribute) { return ASKED[attribute] || attribute.replaceAll('_', ' '); }
const RELATIONS = {
  denies: (a, b) => [b, ' denies what ', a, ' says'],
  does_not_confirm: (a, b) => [b, ' does not confirm what ', a, ' says'],
  corrects: (a, b) => [b, ' corrects ', a],
  differs: (a, b) => [a, ' and ', b, ' differ'],
};
const ORIGIN_KINDS = {speech: 'a speaker', agency: 'an agency', source: 'a named source', publisher: 'the publisher itself', unknown: 'origin not known'};

function siglum(i) { return i < 26 ? String.fromCharCode(65 + i) : siglum(Math.floor(i / 26) - 1) + siglum(i % 26); }

// Without origins (a database from before they were kept) every claim is a version of its own.
function versionsOf(event) {
  const rest = new Set(eventClaims(event));
  const versions = event.origins.map((origin) => {
    const items = origin.claims.map(([r, c]) => AT[r][c]);
    for (const item of items) rest.delete(item);
    return {...origin, known: true, items};
  });
  for (const item of rest) {
    const inner = item.chain[item.chain.length - 1];
    versions.push({known: false, name: (inner && (inner.speaker || inner.by)) || item.report.publisher || 'publisher not given', kind: null, side: null,
      independent: null, because: [], items: [item], reports: [item.r], left: 0});
  }
  versions.forEach((version, i) => { version.sign = siglum(i); });
  return versions;
}

// What a claim says of an attribute: a key that equal answers share, and the words for it.
function answers(item, attribute) {
  const {claim, report} = item;
  const words = (span) => report.text.slice(...span);
  const bare = (text) => folded(text).replace(/^(the|an?|its|their|his|her) /, '');
  const people = (list, role) => (list || []).map((x) => ({key: x.id || bare(words(x.span)), show: () => person(report, x, role)}));
  if (attribute === 'what') return [{key: typeWords(claim), show: () => [h('span.m.trigger', {dir: 'auto'}, words(claim.trigger)), h('span.gloss', {}, ` [${typeWords(claim)}]`)]}];
  if (attribute === 'actor') return people(claim.actor, 'actor');
  if (attribute === 'recipient') return people(claim.recipient, 'recipient');
  if (attribute === 'place') {
    return (claim.places || []).filter((p) => p.role === 'location').map((p) => ({key: p.id || bare(words(p.span)),
      show: () => [h('span.m.place', {dir: 'auto'}, words(p.span)), h('span.gloss', {}, ` [${spotted(p, report)}]`)]}));
  }
  if (attribute === 'time') {
    return claim.time ? [{key: when(claim.time) || folded(words(claim.time.span)),
      show: () => [h('span.m.time', {dir: 'auto'}, words(claim.time.span)), when(claim.time) && h('span.gloss', {}, ` [${when(claim.time)}]`)]}] : [];
  }
  if (attribute === 'numbers') {
    return (claim.quantities || []).map((q) => ({key: `${q.measure}: ${q.value}${q.total ? ' in total' : ''}`,
      show: () => [h('span.m.quantity', {dir: 'auto'}, words(q.span)), h('span.gloss', {}, ` [${q.measure}: ${q.value}${q.total ? ', a running total' : ''}]`)]}));
  }
  return [{key: claim.presented, show: () => h(claim.presented === 'asserted' ? 'span.as' : 'span.as.hedged', {}, claim.presented)}];
}

// Which version takes which side of a contradiction: [what is said, who answers it].
function sidesOf(x, versions) {
  const items = x.claims.map(([r, c]) => AT[r][c]);
  if (items.length < 2) return null;
  const negative = (item) => /-$/.test(item.claim.factuality);
  if (x.relation === 'denies' && negative(items[0]) && !negative(items[1])) items.reverse();
  const of = (item) => versions.find((version) => version.items.includes(item));
  if (x.relation === 'differs' && versions.indexOf(of(items[0])) > versions.indexOf(of(items[1]))) items.reverse(); // of two equals, A before B
  const sides = items.map((item) => of(item) || {sign: '?', name: 'not among the versions', items: []});
  return {items, signs: sides.map((version) => version.sign), versions: sides};
}

// One entry for each attribute, relation and pair of versions; copies of one wire contradict once.
function clashes(event, versions) {
  const groups = new Map();
  for (const x of event.contradictions) {
    const sides = sidesOf(x, versions);
    if (!sides) continue;
    const key = [x.attribute, x.relation, ...sides.signs].join('\u001f');
    if (!groups.has(key)) groups.set(key, {x, ...sides, more: 0});
    else groups.get(key).more += 1;
  }
  return [...groups.values()];
}

// The exact words, as a button that opens their report at the sentence.
function exactWords(item) {
  return h('blockquote', {dir: 'auto', lang: item.report.language}, h('button.words', {type: 'button', 'data-claim': item.n, title: 'Read it in its report'}, item.report.text.slice(...item.claim.evidence)));
}

function quoted(item, sign) {
  return h('div', {}, h('p.says', {}, h('b.sign', {}, sign), ' ', h('span.paper', {dir: 'auto'}, item.report.publisher || 'publisher not given'), item.report.date && `, ${day(item.report.date)}`, ': ', chainWords(item)), exactWords(item));
}

const CLASHES_OPEN = 6; // of an event: more are read when asked for

function contradictions(event, versions) {
  const found = clashes(event, versions);
  if (!found.length) return null;
  const list = (some) => h('ul.contradictions', {'aria-label': 'Contradictions'}, some.map(contradiction));
  const rest = found.slice(CLASHES_OPEN);
  return [list(found.slice(0, CLASHES_OPEN)), rest.length > 0 && later(h('summary', {}, `${plural(rest.length, 'more contradiction')}`), () => [list(rest)])];
}

function contradiction({x, items, signs, versions, more}) {
  const marks = signs.map((sign) => h('b.sign', {}, sign));
  const relation = signs[0] === signs[1] && x.relation === 'corrects' ? [marks[0], ' corrects itself'] : (RELATIONS[x.relation] || RELATIONS.differs)(...marks);
  const note = x.note.startsWith(`${x.attribute}: `) ? x.note.slice(x.attribute.length + 2) : x.note;
  return h('li', {},
    h('p', {}, h('span', {'aria-hidden': 'true'}, '⇄ '), h('b.attribute', {}, asked(x.attribute)), ': ', relation,
      h('span.note', {}, ` (${note || versions.map((version) => version.name).join(', ')})`)),
    h('div.pair', {}, items.map((item, i) => quoted(item, signs[i]))),
    more > 0 && h('p.note', {}, `The same between ${plural(more, 'further pair')} of their reports.`));
}

// One version: who, whence, the words, and each attribute as this origin has it.
function versionCard(version, table) {
  const reports = unique(version.items.map((item) => item.r));
  const gone = reports.length > 0 && reports.every((r) => DATA.reports[r].withdrawn);
  const denied = version.items.length > 0 && version.items.every((item) => item.claim.factuality.endsWith('-'));
  const prints = printings(version.items);
  return h(['section', 'version', denied && 'denied', gone && 'gone', !version.items.some((item) => shown.has(item)) && 'dim'].filter(Boolean).join('.'), {'aria-label': `Version ${version.sign}, ${version.name}`},
    h('header', {},
      h('h3', {dir: 'auto'}, h('b.sign', {}, version.sign), ' ', version.name),
      h('p.note', {}, [version.kind && ORIGIN_KINDS[version.kind], version.side && `speaks for ${version.side}`, independence(version)].filter(Boolean).join(' · '))),
    h('div.quotes', {}, prints.slice(0, 3).map(printing), prints.length > 3 && later(h('summary', {}, `${plural(prints.length - 3, 'more wording')} of this origin`), () => prints.slice(3).map(printing)),
      version.items.length === 0 && h('p.note', {}, 'Its claims stand in reports that are not on this page.')),
    h('dl.compared', {}, table.map((row) => {
      const mine = row.of.get(version);
      const said = row.clash.get(version);
      const {alike, partly} = row.shared.get(version);
      const alone = row.differs && mine.length > 0 && !alike.length && !partly.length && (!denied || row.name === 'presented'); // whom a denial names, nobody accuses
      const beside = alike.length ? `as ${alike.join(', ')}` : partly.length ? `partly as ${partly.join(', ')}` : alone ? 'differs from the others' : 'in what is denied';
      return h(['div', alone && 'differs', said && 'clash'].filter(Boolean).join('.'), {'data-attribute': row.name},
        h('dt', {}, ATTRIBUTES[row.name]),
        h('dd', {}, mine.length ? listed(mine.map((x) => x.show())) : h('span.silent', {}, 'is silent'),
          said && said.map((words) => h('span.clash-words', {}, words)),
          !said && row.differs && mine.length > 0 && h('span.differs-words', {}, beside)));
    })));
}

function independence(version) {
  if (version.independent === null) return null;
  return version.independent ? 'independent' : 'may depend on another: not counted beside it';
}

function standing(report) {
  const moment = (r) => { const {date} = DATA.reports[r]; return date ? ` ${day(date)}${/T\d\d:\d\d/.test(date) ? `, ${date.slice(11, 16)}` : ''}` : ' an unknown date'; };
  return [report.withdrawn && '× withdrawn by its publisher', report.corrected_by !== undefined && `↻ replaced by a corrected version of${moment(report.corrected_by)}`,
    report.corrects !== undefined ? `↻ a corrected version; it replaces the one of${moment(report.corrects)}` : report.corrected && '↻ a corrected version; the earlier one is not here'].filter(Boolean);
}

// Claims of one origin by their wording: what three papers print in the same words is quoted once, under all three.
function printings(items) {
  const groups = new Map();
  for (const item of [...items].sort((a, b) => (b.report.date || '').localeCompare(a.report.date || ''))) {
    const key = [folded(item.report.text.slice(...item.claim.evidence)), item.chain.map((s) => s.by).join('>'), standing(item.report).join()].join('\u001f');
    if (groups.has(key)) groups.get(key).unshift(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function printing(items) {
  const [first] = items;
  const marks = standing(first.report);
  const papers = items.filter((item, i) => items.findIndex((x) => x.r === item.r) === i); // said twice in one report, it is printed once
  const paper = (item) => [h('a.link.paper', {href: `#claim=${encodeURIComponent(item.claim.id)}`, 'data-claim': item.n, dir: 'auto'}, item.report.publisher || 'publisher not given'), item.report.date && `, ${day(item.report.date)}`];
  return h(first.report.corrected_by !== undefined ? 'div.source-line.replaced' : 'div.source-line', {},
    h('p.papers', {}, papers.slice(0, 8).map((item, i) => [i > 0 && '; ', paper(item)]), papers.length > 8 && `; and ${papers.length - 8} more`),
    marks.map((mark) => h('p.flag', {}, mark)),
    h('p.says', {}, chainWords(first)), exactWords(first));
}

function sourceLine(item) { return printing([item]); }

// Sixty papers print one wire: the first three stand open, the rest wait until asked for.
function moreSources(items) {
  return later(h('summary', {}, `${plural(items.length, 'more claim')} of this origin`), () => items.map((item) => sourceLine(item)));
}

// A details element whose contents are built when it is first opened.
function later(summary, make, open = false) {
  const box = h('details', {open}, summary);
  let built = false;
  const build_ = () => { if (!built) { built = true; box.append(...make().filter(Boolean)); } };
  box.addEventListener('toggle', () => { if (box.open) build_(); });
  box.expand = () => { build_(); box.open = true; };
  if (open) build_();
  return box;
}

// For each attribute that any version speaks of: each version's answers, whether they differ, and who contradicts it.
function comparison(event, versions) {
  const found = clashes(event, versions);
  return Object.keys(ATTRIBUTES).map((name) => {
    const of = new Map(versions.map((version) => {
      const byKey = new Map();
      // A corrected report no longer speaks for its origin where the correction is here too.
      const items = version.items.filter((item) => item.report.corrected_by === undefined);
      for (const item of items.length ? items : version.items) for (const x of answers(item, name)) if (!byKey.has(x.key)) byKey.set(x.key, x);
      return [version, [...byKey.values()]];
    }));
    const sets = unique([...of.values()].filter((list) => list.length).map((list) => list.map((x) => x.key).sort().join('\u001f')));
    const clash = new Map();
    for (const x of found) {
      if (SHOWN_IN[x.x.attribute] !== name || x.x.relation === 'corrects') continue;
      const [a, b] = x.versions;
      const [toA, toB] = {denies: [`denied by ${x.signs[1]}`, `denies ${x.signs[0]}`], does_not_confirm: [`not confirmed by ${x.signs[1]}`, `does not confirm ${x.signs[0]}`]}[x.x.relation]
        || [`differs from ${x.signs[1]}`, `differs from ${x.signs[0]}`];
      for (const [version, words] of [[a, toA], [b, toB]]) if (a !== b) clash.set(version, unique([...(clash.get(version) || []), words]));
    }
    const keys = new Map([...of].map(([version, list]) => [version, new Set(list.map((x) => x.key))]));
    const shared = new Map(versions.map((version) => {
      const mine = keys.get(version);
      const others = versions.filter((other) => other !== version && [...keys.get(other)].some((k) => mine.has(k)));
      const equal = (other) => keys.get(other).size === mine.size && [...mine].every((k) => keys.get(other).has(k));
      return [version, {alike: others.filter(equal).map((x) => x.sign), partly: others.filter((x) => !equal(x)).map((x) => x.sign)}];
    }));
    return {name, of, shared, differs: sets.length > 1, clash, silent: sets.length === 0};
  }).filter((row) => !row.silent || row.clash.size);
}

function sideBySide(event, versions) {
  const table = comparison(event, versions);
  return h('div.versions', {}, versions.map((version) => {
    const card = versionCard(version, table);
    card.style.gridRow = `span ${table.length + 2}`; // heading, words, and a track for each attribute
    return card;
  }));
}
