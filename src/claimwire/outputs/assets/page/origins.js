// How many reports come down to how few origins: a drawing, and the same as a list for everyone who does not see it.
const DRAWN_REPORTS = 24;

function originGraph(event, versions) {
  const known = versions.filter((version) => version.known);
  if (!known.length) return null;
  const reports = unique(known.flatMap((version) => version.reports));
  const n = known.filter((version) => version.independent).length;
  const title = `${plural(event.reports, 'report')}, ${plural(known.length, 'origin')}, ${n} independent`;
  return later(h('summary', {}, title), () => [drawOrigins(known, reports), reports.length > DRAWN_REPORTS && h('p.note', {}, `The first ${DRAWN_REPORTS} reports are drawn; the list has all ${reports.length}.`), originList(known)], reports.length > 1);
}

function originList(versions) {
  return h('ol.origins', {'aria-label': 'Origins'}, versions.map((version) => h('li', {},
    h('p', {}, h('b.sign', {}, version.sign), ' ', h('b', {dir: 'auto'}, version.name), `: ${[ORIGIN_KINDS[version.kind] || version.kind, version.side && `speaks for ${version.side}`, independence(version)].filter(Boolean).join(', ')}`),
    h('p.note', {}, 'in ', listed(version.reports.map((r) => reportLink(r))), version.left > 0 && ` and ${plural(version.left, 'report')} that this page leaves out`),
    reasons(version.because))));
}

function reasons(because) {
  if (!because.length) return null;
  const item = (why) => h('li', {}, why);
  const rest = because.slice(4);
  return [h('ul.because', {'aria-label': 'Why these are one origin'}, because.slice(0, 4).map(item)),
    rest.length > 0 && later(h('summary', {}, plural(rest.length, 'more reason')), () => [h('ul.because', {}, rest.map(item))])];
}

function reportLink(r) {
  const report = DATA.reports[r];
  return h('button.link', {type: 'button', 'data-report-link': r, dir: 'auto'}, `${report.publisher || headline(report)}${report.date ? `, ${day(report.date)}` : ''}`);
}

function short(text, letters) { return text.length > letters ? `${text.slice(0, letters - 1)}…` : text; }

// Three columns where there is room: reports, who printed them, whose word it is. A phone has the first two as one.
function drawOrigins(versions, reports) {
  const width = Math.max(280, Math.min(MAIN.clientWidth - 16, 1100));
  const wide = width >= 640;
  const rows = versions.flatMap((version) => version.reports.filter((r) => reports.indexOf(r) < DRAWN_REPORTS).map((r) => ({version, r})));
  const step = wide ? 30 : 40;
  const top = wide ? 30 : 14;
  const y = (i) => top + i * step + step / 2;
  const height = top + Math.max(rows.length, versions.length) * step + 6;
  const x = wide ? {report: 8, printed: width * 0.3, origin: width * 0.56} : {report: 8, origin: width * 0.52};
  const letters = (px) => Math.max(6, Math.floor(px / 6.6));
  const after = (left, text) => left + text.length * 6.4 + 8; // where a label ends, about
  const at = new Map();
  versions.forEach((version) => {
    const mine = rows.map((row, i) => [row, i]).filter(([row]) => row.version === version).map(([, i]) => y(i));
    at.set(version, mine.length ? mine.reduce((a, b) => a + b) / mine.length : y(rows.length - 1));
  });
  const curve = (x1, y1, x2, y2) => `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
  const edges = [];
  const nodes = [];
  const printers = new Map(); // a paper that printed two reports of one origin stands once
  rows.forEach(({version, r}, i) => {
    const report = DATA.reports[r];
    const printer = report.publisher || 'publisher not given';
    const style = version.independent ? 'edge' : 'edge.loose';
    if (wide) {
      const key = `${version.sign} ${printer}`;
      if (!printers.has(key)) printers.set(key, {version, printer, ys: []});
      printers.get(key).ys.push(y(i));
      const label = short(headline(report), letters(x.printed - x.report - 50));
      nodes.push(pageShape(x.report, y(i)), svg('text', {x: x.report + 18, y: y(i) + 4}, label, svg('title', {}, headline(report))));
      edges.push({style, from: [Math.min(after(x.report + 18, label), x.printed - 24), y(i)], to: null, key});
    } else {
      const label = short(printer, letters(x.origin - 66));
      nodes.push(pageShape(x.report, y(i)), svg('text', {x: x.report + 18, y: y(i) - 3}, label), svg('text.small', {x: x.report + 18, y: y(i) + 11}, report.date ? day(report.date) : 'no date'));
      edges.push({style, from: [Math.min(after(x.report + 18, label), x.origin - 34), y(i)], to: [x.origin - 14, at.get(version)], end: version});
    }
  });
  for (const {version, printer, ys} of printers.values()) {
    const mid = ys.reduce((a, b) => a + b) / ys.length;
    for (const edge of edges) if (edge.key === `${version.sign} ${printer}`) edge.to = [x.printed - 6, mid];
    const label = short(printer, letters(x.origin - x.printed - 60));
    nodes.push(svg('rect.printer', {x: x.printed - 5, y: mid - 4, width: 8, height: 8}), svg('text', {x: x.printed + 9, y: mid + 4}, label));
    edges.push({style: version.independent ? 'edge' : 'edge.loose', from: [Math.min(after(x.printed + 9, label), x.origin - 34), mid], to: [x.origin - 14, at.get(version)], end: version});
  }
  for (const version of versions) {
    const y0 = at.get(version);
    const words = wide ? [version.because[0] && `one voice: ${version.because[0]}`, version.because.length > 1 && `(+${version.because.length - 1})`].filter(Boolean).join(' ') : '';
    const state_ = [version.independent ? 'independent' : 'may depend on another', version.side && `for ${version.side}`].filter(Boolean).join(', ');
    nodes.push(version.independent ? svg('circle.origin', {cx: x.origin, cy: y0, r: 8}) : svg('path.origin.open', {d: `M${x.origin} ${y0 - 9}l9 9l-9 9l-9 -9z`}),
      svg('text.on-origin', {x: x.origin, y: y0 + 3.5, 'text-anchor': 'middle'}, version.sign),
      svg('text.strong', {x: x.origin + 15, y: y0 - 2}, short(version.name, letters(width - x.origin - 22))),
      svg('text.small', {x: x.origin + 15, y: y0 + 11}, short(words && version.reports.length > 1 ? `${state_} · ${words}` : state_, Math.floor(letters(width - x.origin - 15) * 1.12)), words && svg('title', {}, version.because.join('; '))));
  }
  const heads = wide ? [[x.report, 'Reports'], [x.printed - 5, 'Printed by'], [x.origin - 9, 'Whose word it is']].map(([left, words]) => svg('text.head', {x: left, y: 14}, words)) : [];
  return svg('svg.origin-graph', {role: 'img', 'aria-label': `How ${plural(reports.length, 'report')} come down to ${plural(versions.length, 'origin')}; the list below says the same, with the reasons`, viewBox: `0 0 ${width} ${height}`, width, height},
    edges.map((edge) => svg(`path.${edge.style}`, {d: curve(...edge.from, ...edge.to)})), heads, nodes);
}

function pageShape(x, y) { return svg('path.page', {d: `M${x} ${y - 7}h7l4 4v10h-11zM${x + 7} ${y - 7}v4h4`}); }
