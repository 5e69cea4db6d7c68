// Behaviour of the page that needs no server: theme, source panel, scrolling, copying, keyboard. Loaded in the head.
window.mingzhang = (() => {
  const THEME = 'mingzhang-theme';
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const glide = () => (calm() ? 'auto' : 'smooth');
  let opener = null;

  // A page that shows ours in a frame says which theme fits it.
  function remembered() {
    const asked = new URLSearchParams(location.search).get('theme');
    if (asked === 'dark' || asked === 'light') return asked;
    try { return localStorage.getItem(THEME); } catch { return null; }
  }

  function applyTheme() {
    const chosen = remembered();
    const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    document.body.classList.toggle('dark', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }

  function switchTheme() {
    const next = document.body.classList.contains('dark') ? 'light' : 'dark';
    try { localStorage.setItem(THEME, next); } catch { /* private window: the choice lasts as long as the page */ }
    document.body.classList.toggle('dark', next === 'dark');
    document.documentElement.style.colorScheme = next;
  }

  // Where there is a keyboard the question box is ready at once; on a phone that would raise the keyboard over the page.
  function toQuestion() {
    if (matchMedia('(min-width: 861px) and (hover: hover)').matches) document.querySelector('#mz-box textarea')?.focus();
  }

  // The title bar has new content: on arrival, in a new talk, in another language.
  function begin(element) {
    setLanguage(element);
    if (view === 'talk') toQuestion(); else window.mingzhang.views?.reload();
    markTab();
  }

  let view = 'talk';
  let loading = null;

  function markTab() {
    for (const tab of document.querySelectorAll('.mz-tab')) {
      if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page'); else tab.removeAttribute('aria-current');
    }
  }

  // The other tabs bring their own script and style when one of them is first opened.
  function load() {
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'mz/asset/views.css' });
    const scripts = ['views.js', 'intake.js'].map((file) => Object.assign(document.createElement('script'), { src: `mz/asset/${file}` }));
    document.head.append(style, ...scripts);
    return Promise.all([style, ...scripts].map((part) => new Promise((done, failed) => { part.onload = done; part.onerror = failed; })));
  }

  async function show(name) {
    view = name;
    markTab();
    document.body.classList.toggle('mz-viewing', name !== 'talk');
    if (name === 'talk') { toQuestion(); return; }
    loading ||= load();
    try { await loading; } catch { loading = null; return; }
    if (view === name) await window.mingzhang.views.open(name);
  }

  const word = (key) => document.querySelector('.mz-bar')?.getAttribute(`data-${key.replaceAll('_', '-')}`) || '';

  function setLanguage(element) {
    const bar = element.querySelector('[lang]');
    if (bar) document.documentElement.lang = bar.lang;
  }

  function openSource(mark) {
    opener = { turn: mark.dataset.turn, cite: mark.dataset.cite };
    document.body.classList.add('mz-source-open');
    // The place may already be in the panel, hidden or scrolled away; then nothing new arrives that would bring it into view.
    const side = document.querySelector('#mz-side');
    requestAnimationFrame(() => side && showQuote(side));
  }

  function closeSource() {
    document.body.classList.remove('mz-source-open');
    if (!opener) return;
    const mark = document.querySelector(`[data-turn="${opener.turn}"][data-cite="${opener.cite}"]`);
    opener = null;
    if (mark) mark.focus({ preventScroll: true });
  }

  // Earlier talks lie in a drawer over the talk.
  function openPast() {
    if (closePast(true)) return false;
    document.body.classList.add('mz-past-open');
    document.querySelector('.mz-past')?.focus({ preventScroll: true });
    return true;
  }

  function closePast(back) {
    const open = document.body.classList.contains('mz-past-open');
    document.body.classList.remove('mz-past-open');
    if (open && back) document.querySelector('.mz-bar [data-do="past"]')?.focus();
    return open;
  }

  // The address names the talk, so that it is there again after the page is loaded anew.
  function nameTalk(talk) {
    const address = new URL(location.href);
    if (talk) address.searchParams.set('talk', talk); else address.searchParams.delete('talk');
    if (address.href !== location.href) history.replaceState(history.state, '', address);
  }

  function within(box, target, share) {
    const top = target.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    box.scrollTo({ top: top - 16 - box.clientHeight * share, behavior: glide() });
  }

  function showQuote(element) {
    const box = element.querySelector('.mz-lines');
    const line = box && (box.querySelector('.mz-quoted') || box.querySelector('.mz-cited'));
    if (line) within(box, line, 0.3);
    const sheet = element.querySelector('.mz-sheet');
    if (sheet) pictureOf(sheet);
    showMark(sheet);
    if (opener) element.querySelector('.mz-source')?.focus({ preventScroll: true });
  }

  // The printed page: the box comes into view, at a size at which the number can be read.
  function showMark(sheet) {
    if (!sheet) return;
    const desk = sheet.querySelector('.mz-desk');
    const target = sheet.querySelector('.mz-cell-mark') || sheet.querySelector('.mz-row-mark');
    if (!target) return;
    if (!sheet.dataset.zoom) fit(sheet, target);
    // The number stands at the right, so that as much as possible of the labels before it is seen.
    const [to, from] = [target.getBoundingClientRect(), desk.getBoundingClientRect()];
    desk.scrollTo({
      top: desk.scrollTop + to.top - from.top - desk.clientHeight * 0.4,
      left: desk.scrollLeft + Math.min(to.right - from.left - desk.clientWidth * 0.92, to.left - from.left - 16),
      behavior: glide(),
    });
  }

  const SIZES = [100, 150, 200, 300, 400];
  const READABLE = 13;

  // The first size at which what is marked is as high as print that one reads with ease.
  function fit(sheet, target) {
    const now = target.getBoundingClientRect().height;
    if (!now) return;
    resize(sheet, SIZES.find((size) => (now * size) / 100 >= READABLE) || SIZES[SIZES.length - 1]);
  }

  function resize(sheet, size) {
    sheet.dataset.zoom = size;
    sheet.querySelector('.mz-paper').style.width = `${size}%`;
    const picture = pictureOf(sheet);
    const source = `mz/page/${sheet.dataset.document}/${sheet.dataset.page}?width=${size > 100 ? 1800 : 900}`;
    if (picture.getAttribute('src') !== source) picture.src = source;
  }

  // A picture whose address changes shows the old page until the new one has come, under the new page's name and marks. So each
  // page has an element of its own, which shows nothing until its page is there.
  function pictureOf(sheet) {
    const picture = sheet.querySelector('img');
    const key = `${sheet.dataset.document}/${sheet.dataset.page}`;
    if (picture.dataset.key === key) return picture;
    const own = picture.cloneNode();
    own.dataset.key = key;
    picture.replaceWith(own);
    return own;
  }

  function useSheet(button) {
    const sheet = button.closest('.mz-sheet');
    const zoom = Number(sheet.dataset.zoom || 100);
    let page = Number(sheet.dataset.page);
    const action = button.dataset.sheet;
    let size = zoom;
    if (action === 'larger') size = SIZES.find((other) => other > zoom) || zoom;
    if (action === 'smaller') size = [...SIZES].reverse().find((other) => other < zoom) || zoom;
    if (action === 'back') page -= 1;
    if (action === 'on') page += 1;
    if (action === 'home') page = Number(sheet.dataset.cited);
    page = Math.min(Math.max(page, 1), Number(sheet.dataset.pages));
    sheet.dataset.page = page;
    resize(sheet, size);
    const picture = sheet.querySelector('img');
    picture.alt = picture.alt.replace(/\d+/, String(page));
    // A neighbour may be of another shape; the box belongs to the cited page alone.
    if (page !== Number(sheet.dataset.cited)) { picture.removeAttribute('width'); picture.removeAttribute('height'); }
    sheet.querySelector('.mz-page-number b').textContent = page;
    sheet.querySelector('.mz-marks').hidden = page !== Number(sheet.dataset.cited);
    sheet.querySelector('[data-sheet="back"]').disabled = page === 1;
    sheet.querySelector('[data-sheet="on"]').disabled = page === Number(sheet.dataset.pages);
    if (['home', 'larger', 'smaller'].includes(action) && page === Number(sheet.dataset.cited)) showMark(sheet);
  }

  let asked = null;

  function showNewest(element) {
    const turns = element.querySelectorAll('.mz-turn');
    const box = element.querySelector('.mz-log');
    nameTalk(box?.dataset.talk || '');
    if (!turns.length || !box) return;
    const newest = turns[turns.length - 1];
    if (newest.querySelector('.mz-pending')) {
      opener = null;
      document.body.classList.remove('mz-source-open');
      asked = newest.dataset.number;
      wait(newest);
    } else {
      if (asked === newest.dataset.number) unfold(newest.querySelector('.mz-answer'));
      asked = null;
    }
    within(box, newest, 0);
    say(newest.querySelector('.mz-badge, .mz-text, .mz-trouble') ? newest.querySelector('.mz-answer').innerText : '');
  }

  const UNFOLDING = 160;

  // An answer is whole before any of it is shown, because only a whole one can be checked. It is then laid out piece by piece, in
  // the order it is read, the last beginning after UNFOLDING ms.
  function unfold(answer) {
    if (!answer || calm()) return;
    const pieces = [...answer.querySelectorAll('.mz-text > *, .mz-text li, .mz-text tr, .mz-answer > :not(.mz-text)')].filter((piece) => piece.offsetParent);
    const delay = UNFOLDING / Math.max(pieces.length - 1, 4);
    pieces.forEach((piece, place) => piece.style.setProperty('--after', `${Math.round(place * delay)}ms`));
    pieces.forEach((piece) => piece.classList.add('mz-unfolds'));
    setTimeout(() => pieces.forEach((piece) => piece.classList.remove('mz-unfolds')), UNFOLDING + 600);
  }

  // A long wait is counted, so that nobody wonders whether it goes on.
  function wait(turn) {
    const told = turn.querySelector('.mz-waited');
    const began = performance.now();
    const count = () => {
      if (!told.isConnected) return;
      const seconds = Math.round((performance.now() - began) / 1000);
      if (seconds > 1) told.textContent = told.dataset.waited.replace('{seconds}', seconds);
      setTimeout(count, 1000);
    };
    count();
  }

  // Screen readers are told the newest answer only; the talk itself is drawn anew with each turn and would be read from the start.
  function say(words) {
    let said = document.querySelector('.mz-said');
    if (!said) {
      said = document.createElement('div');
      said.className = 'mz-said';
      said.setAttribute('role', 'status');
      document.body.append(said);
    }
    said.textContent = words;
  }

  // Browsers offer the clipboard only over https or on this machine; elsewhere the old way through a selection still works.
  async function write(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }

  async function copy(button) {
    const label = button.textContent;
    try { await write(button.dataset.copy); } catch { return; }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  // While an input method is composing, Enter picks a candidate; it must never reach the form (keyCode 229 is Safari's way to say so).
  function holdEnter(event) {
    if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229 || composing)) event.stopImmediatePropagation();
  }
  let composing = false;
  addEventListener('compositionstart', () => { composing = true; }, true);
  addEventListener('compositionend', () => { setTimeout(() => { composing = false; }, 0); }, true);
  for (const kind of ['keydown', 'keypress', 'keyup']) addEventListener(kind, holdEnter, true);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('.mz-documents[open], .mz-saving[open]')) menu.open = false;
    if (closePast(true)) return;
    if (view !== 'talk' && window.mingzhang.views?.closePlace()) return;
    if (document.body.classList.contains('mz-source-open')) closeSource();
    else document.querySelector('.mz-pending [data-stop]')?.click();
  });
  // An arrow up in the empty box brings the last question back, to be changed and asked anew.
  addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' || event.isComposing || !event.target.matches?.('#mz-box textarea') || event.target.value) return;
    const questions = document.querySelectorAll('.mz-question p');
    if (!questions.length) return;
    event.preventDefault();
    event.target.value = questions[questions.length - 1].textContent;
    event.target.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // Another place in the panel begins with its printed lines. The panel is changed in place, so what was added to it is still there.
  function showPlace(element) {
    for (const table of element.querySelectorAll('.mz-whole')) table.remove();
    for (const panel of element.querySelectorAll('.mz-showing-whole')) panel.classList.remove('mz-showing-whole');
    for (const button of element.querySelectorAll('[data-whole]')) button.setAttribute('aria-pressed', 'false');
    for (const sheet of element.querySelectorAll('.mz-sheet')) delete sheet.dataset.zoom;
    showQuote(element);
  }

  // The whole table takes the place of the printed lines, and gives it back.
  async function showWhole(button) {
    const panel = button.closest('.mz-source');
    const showing = panel.classList.toggle('mz-showing-whole');
    button.setAttribute('aria-pressed', String(showing));
    let table = panel.querySelector('.mz-whole');
    if (showing && !table) {
      panel.insertAdjacentHTML('beforeend', '<div class="mz-whole" role="status"></div>');
      table = panel.querySelector('.mz-whole');
      try {
        const answer = await fetch(`${button.dataset.whole}&lang=${document.documentElement.lang}`);
        if (!answer.ok) throw new Error(String(answer.status));
        table.outerHTML = await answer.text();
      } catch { table.textContent = button.dataset.failed; return; }
      table = panel.querySelector('.mz-whole');
    }
    const row = showing && (table.querySelector('td.mz-whole-cell') || table.querySelector('.mz-whole-row'));
    if (row) centre(table, row);
  }

  function centre(box, target) {
    const [to, from] = [target.getBoundingClientRect(), box.getBoundingClientRect()];
    const [top, left] = [to.top - from.top - box.clientHeight * 0.45, to.left - from.left - box.clientWidth * 0.6];
    box.scrollTo({ top: box.scrollTop + top, left: Math.max(0, box.scrollLeft + left), behavior: 'auto' });
  }

  addEventListener('click', (event) => {
    const turning = event.target.closest?.('[data-sheet]');
    if (turning) useSheet(turning);
    const whole = event.target.closest?.('[data-whole]');
    if (whole) showWhole(whole);
    if (event.target.isConnected && !event.target.closest?.('.mz-past, [data-do="past"]')) closePast(false);
    for (const menu of document.querySelectorAll('.mz-documents[open], .mz-saving[open]')) if (!menu.contains(event.target)) menu.open = false;
  });

  return { applyTheme, begin, toQuestion, switchTheme, openSource, closeSource, showPlace, showQuote, showNewest, copy, show, word, say, openPast, closePast };
})();

// A chart brings its library with the first of its kind; until then, and without scripts, its numbers stand beside it.
customElements.define('mz-chart', class extends HTMLElement {
  static ready = null;

  static async need() {
    for (const file of ['chart.umd.min.js', 'charts.js']) {
      const script = Object.assign(document.createElement('script'), { src: `mz/asset/${file}` });
      document.head.append(script);
      await new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
    }
  }

  async connectedCallback() {
    const kind = this.constructor;
    kind.ready ||= kind.need();
    try { await kind.ready; } catch { kind.ready = null; this.hidden = true; return; }
    if (this.isConnected) window.mingzhang.drawChart(this);
  }

  disconnectedCallback() { this.chart?.destroy(); }
});
