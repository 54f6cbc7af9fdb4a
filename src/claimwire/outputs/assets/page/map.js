// The map: circles as wide as the place is vague, never a pin; the same places as a list for everyone else.
function showMap() {
  const events = DATA.events.map((event, n) => ({event, n})).filter(({event}) => eventShown(event));
  const spots = new Map();
  const lost = new Map();
  for (const {event, n} of events) {
    for (const p of event.places) {
      const place = p.id && DATA.places[p.id];
      const into = place && place.drawn ? spots : lost;
      const key = place ? p.id : `words:${p.words}`;
      const why = !place ? 'not resolved' : place.lon === null ? 'no coordinates' : 'too wide to draw';
      if (!into.has(key)) into.set(key, {key, place, name: place ? place.name : p.words, why, events: new Set()});
      into.get(key).events.add(n);
    }
  }
  const list = [...spots.values()].sort((a, b) => b.events.size - a.events.size || a.name.localeCompare(b.name));
  const figure = DATA.map && list.length ? drawMap(list) : h('p.nothing', {}, 'No event with a place that can be drawn.');
  const nowhere = events.filter(({event}) => !event.places.length).length;
  const others = [...lost.values()].sort((a, b) => b.events.size - a.events.size || a.name.localeCompare(b.name));
  MAIN.replaceChildren(
    h('p.lead', {}, 'Each circle is the radius within which the place lies: the report says no more than that. Where the happening took place only; origins and destinations are not drawn.'),
    h('div.mapview', {}, figure, h('div.places', {}, h('h2', {}, plural(list.length, 'place')),
      h('ol', {}, list.map((spot) => h('li', {}, spotDetails(spot)))))),
    others.length > 0 && h('section.unresolved', {}, h('h2', {}, 'Not drawn'),
      h('p.lead', {}, 'Places that the gazetteer does not know, and countries, which are no place on a map of a conflict.'),
      h('ul', {}, others.map((spot) => h('li', {}, spotDetails(spot))))),
    nowhere > 0 ? h('p.lead', {}, `${plural(nowhere, 'event')} without a place.`) : '');
  if (DATA.map && list.length) settle();
}

function kilometres(km) { return `${km >= 10 ? Math.round(km) : km} km`; }

function spotDetails(spot) {
  const area = [spot.place && spot.place.admin1, spot.place && spot.place.country].filter(Boolean).join(', ');
  const note = spot.place && spot.place.drawn ? `within ${kilometres(spot.place.km)}` : spot.why;
  return h('details', {'data-spot': spot.key},
    h('summary', {}, h('b', {dir: 'auto'}, spot.name), area && ` ${area}`, h('span.note', {}, ` ${plural(spot.events.size, 'event')} · ${note}`)),
    h('ul', {}, [...spot.events].map((n) => h('li', {}, h('button.link', {type: 'button', 'data-event': n}, `${n + 1}`),
      ' ', h('span.type', {}, typeWords(DATA.events[n])), ' ', eventWords(DATA.events[n])))));
}

let view = null; // [x, y, width, height] in the map's own units
let canvas = null;

function drawMap(list) {
  const m = DATA.map;
  const land = svg('g.land', {}, m.countries.map((c) => svg('path', {d: c.d}, svg('title', {}, c.name))));
  const names = svg('g.countries', {'aria-hidden': 'true'}, m.countries.filter((c) => c.label).map((c) => svg('text', {x: c.label[0], y: c.label[1], 'data-area': c.area}, c.name)));
  const circles = svg('g.circles', {}, list.map((spot) => {
    const x = (spot.place.lon - m.west) * m.kx;
    const y = (m.north - spot.place.lat) * m.ky;
    const contested = [...spot.events].some((n) => DATA.events[n].code === 'contested');
    return svg(contested ? 'circle.spot.contested' : 'circle.spot', {cx: x, cy: y, 'data-r': (spot.place.km / 111.2) * m.ky, 'data-open': spot.key},
      svg('title', {}, `${spot.name}: ${plural(spot.events.size, 'event')}, within ${kilometres(spot.place.km)}`));
  }).sort((a, b) => b.dataset.r - a.dataset.r));
  const labels = svg('g.labels', {'aria-hidden': 'true'}, list.map((spot) => svg('text', {
    x: (spot.place.lon - m.west) * m.kx, y: (m.north - spot.place.lat) * m.ky, 'data-open': spot.key}, spot.events.size > 1 ? `${spot.name} (${spot.events.size})` : spot.name)));
  view = [...m.focus];
  canvas = svg('svg.map', {role: 'img', 'aria-label': `Map of ${plural(list.length, 'place')}; the list beside it says the same`}, land, names, circles, labels);
  const zoom = (factor) => {
    const [x, y, w, hh] = view;
    view = [x + (w * (1 - factor)) / 2, y + (hh * (1 - factor)) / 2, w * factor, hh * factor];
    settle();
  };
  pan(canvas);
  return h('figure', {}, canvas,
    h('div.zoom', {role: 'group', 'aria-label': 'Map scale'},
      press('+', 'Closer', () => zoom(0.6)), press('−', 'Farther', () => zoom(1 / 0.6)),
      press('⌖', 'Where most events are', () => { view = [...m.focus]; settle(); }),
      press('◻', 'Everything', () => { view = [0, 0, m.width, m.height]; settle(); })),
    h('figcaption', {}, h('span.scale', {}), ` ${m.source}.`));
}

function press(sign, title, action) {
  const button = h('button', {type: 'button', title, 'aria-label': title}, sign);
  button.addEventListener('click', action);
  return button;
}

function pan(element) {
  let from = null;
  element.addEventListener('pointerdown', (e) => { from = {x: e.clientX, y: e.clientY, view: [...view], moved: false}; });
  element.addEventListener('pointermove', (e) => {
    if (!from) return;
    const scale = view[2] / element.clientWidth;
    const dx = e.clientX - from.x;
    const dy = e.clientY - from.y;
    if (!from.moved && Math.hypot(dx, dy) < 5) return;
    if (!from.moved) { from.moved = true; element.setPointerCapture(e.pointerId); }
    view = [from.view[0] - dx * scale, from.view[1] - dy * scale, from.view[2], from.view[3]];
    element.setAttribute('viewBox', view.join(' '));
  });
  for (const name of ['pointerup', 'pointercancel']) element.addEventListener(name, () => { if (from && from.moved) settle(); from = null; });
}

// After a change of scale: circles keep their true radius but stay visible; labels keep their size and do not collide.
function settle() {
  const width = canvas.clientWidth || 600;
  const height = canvas.clientHeight || 500;
  const [x, y, w, hh] = view;
  const per = Math.max(w / width, hh / height); // map units per pixel
  view = [x + (w - per * width) / 2, y + (hh - per * height) / 2, per * width, per * height];
  canvas.setAttribute('viewBox', view.join(' '));
  for (const c of canvas.querySelectorAll('circle')) c.setAttribute('r', Math.max(Number(c.dataset.r), 4 * per));
  const taken = [];
  const free = (box) => taken.every((b) => box[2] < b[0] || b[2] < box[0] || box[3] < b[1] || b[3] < box[1]);
  const place = (text, size, dx) => {
    text.setAttribute('font-size', size * per);
    const long = text.textContent.length * size * 0.56;
    const tx = (Number(text.getAttribute('x')) - view[0]) / per;
    const ty = (Number(text.getAttribute('y')) - view[1]) / per;
    const boxes = dx ? [[tx + 5, ty - size, tx + 5 + long, ty + 3], [tx - 5 - long, ty - size, tx - 5, ty + 3]]
      : [[tx - long / 2, ty - size, tx + long / 2, ty + 3]];
    const roomy = dx || Math.sqrt(Number(text.dataset.area)) / per > long * 0.8; // a sliver of a country has no room for its name
    const box = roomy && boxes.find((b) => b[0] > 0 && b[2] < width && b[1] > 0 && b[3] < height && free(b));
    text.style.display = box ? '' : 'none';
    if (!box) return;
    if (dx) {
      text.setAttribute('dx', (box === boxes[0] ? 6 : -6) * per);
      text.setAttribute('text-anchor', box === boxes[0] ? 'start' : 'end');
    }
    taken.push(box);
  };
  for (const text of canvas.querySelectorAll('.labels text')) place(text, 12, true);
  for (const text of canvas.querySelectorAll('.countries text')) place(text, 13, false);
  const km = (per * 100 * 111.2) / DATA.map.ky;
  const nice = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].find((n) => n >= km / 2) || 5000;
  const scale = MAIN.querySelector('.scale');
  scale.style.width = `${(nice / km) * 100}px`;
  scale.textContent = `${nice} km`;
}

function openSpot(key) {
  const details = [...MAIN.querySelectorAll('details[data-spot]')].find((d) => d.dataset.spot === key);
  if (!details) return;
  details.open = true;
  details.scrollIntoView({block: 'nearest'});
  details.querySelector('summary').focus({preventScroll: true});
}
