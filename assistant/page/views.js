// The tabs beside the talk: each is a piece of HTML from the server, shown in place of the talk. Loaded when one is first opened.
window.mingzhang.views = (() => {
  let name = '';
  let latest = 0;
  const root = () => {
    const home = document.querySelector('#mz-view');
    let box = home.querySelector('.mz-view');
    if (!box) {
      box = document.createElement('div');
      box.className = 'mz-view';
      box.innerHTML = '<div class="mz-view-main" tabindex="-1"></div><aside class="mz-view-side" hidden></aside>';
      home.append(box);
      box.addEventListener('click', onClick);
      window.mingzhang.intake.start(box);
      box.addEventListener('submit', (event) => { event.preventDefault(); refresh(event.target); });
      box.addEventListener('change', onChange);
      box.addEventListener('input', (event) => { if (event.target.type === 'search') onFilter(event, 250); });
    }
    return box;
  };
  const main = () => root().querySelector('.mz-view-main');
  const aside = () => root().querySelector('.mz-view-side');
  const language = () => document.documentElement.lang;

  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  function parameters(form) {
    const asked = new URLSearchParams(form ? new FormData(form) : {});
    asked.set('lang', language());
    return asked;
  }

  async function open(view, form, asked = parameters(form)) {
    name = view;
    const turn = ++latest;
    root().hidden = false;
    let html;
    try { html = await fetched(`mz/view/${view}?${asked}`); } catch { html = null; }
    if (turn !== latest) return;
    if (html === null) {
      main().replaceChildren(Object.assign(document.createElement('p'), { className: 'mz-note', textContent: window.mingzhang.word('view_failed') }));
    } else if (form && form.isConnected) {
      replaceParts(html, form);
    } else {
      closePlace();
      main().innerHTML = html;
    }
    markPicks();
    main().dispatchEvent(new CustomEvent('mz-shown', { bubbles: true, detail: view }));
  }

  // Where the focus stands in what is about to be drawn anew: on the head of a column, on a row's box, or on back or on.
  function held() {
    const active = document.activeElement;
    if (!main().querySelector('.mz-results')?.contains(active)) return '';
    if (active.dataset.sort) return `[data-sort="${active.dataset.sort}"]`;
    if (active.dataset.pick) return `[data-pick="${CSS.escape(active.dataset.pick)}"]`;
    return active.dataset.go ? `.mz-paging button:${active.previousElementSibling ? 'last' : 'first'}-child` : '';
  }

  // While somebody types, the form stays; only what follows from it is drawn anew.
  function replaceParts(html, form) {
    const focused = held();
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    for (const part of ['.mz-results', '.mz-tray']) {
      const next = fresh.content.querySelector(part);
      if (next) main().querySelector(part)?.replaceWith(next);
    }
    for (const list of form.querySelectorAll('select')) {
      const other = fresh.content.querySelector(`select[name="${list.name}"]`);
      if (other && list !== document.activeElement) list.replaceWith(other);
    }
    main().scrollTo({ top: 0 });
    if (!focused) return;
    const again = main().querySelector(focused);
    (again && !again.disabled ? again : main()).focus({ preventScroll: true });
  }

  let waiting = 0;
  function onFilter(event, delay) {
    const form = event.target.closest('[data-view-form]');
    if (!form || event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(form), delay);
  }

  function refresh(form, changes = { page: 1 }) {
    if (!form.dataset.viewForm) return;
    for (const [key, value] of Object.entries(changes)) if (form.elements[key]) form.elements[key].value = value;
    open(form.dataset.viewForm, form);
  }

  function onChange(event) {
    if (event.target.dataset.pick) pick(event.target);
    else onFilter(event, 0);
  }

  // Picked rows are kept over pages and filters, as long as the index is the one they were picked in.
  const picks = new Set();
  let generation = '';
  const MOST = 20;
  const tray = () => main().querySelector('.mz-tray');

  function markPicks() {
    if (!tray()) return;
    if (generation !== tray().dataset.generation) picks.clear();
    generation = tray().dataset.generation;
    for (const box of main().querySelectorAll('[data-pick]')) box.checked = picks.has(box.dataset.pick);
    tray().hidden = picks.size === 0;
    tray().querySelector('.mz-picks').textContent = tray().dataset[picks.size < MOST ? 'words' : 'full'].replace('{count}', picks.size);
    for (const [what, fits] of [['compare', picks.size > 1], ['years', picks.size === 1], ['issuers', picks.size === 1]]) {
      tray().querySelector(`[data-picks="${what}"]`).hidden = !fits;
    }
  }

  function pick(box) {
    if (box.checked && picks.size < MOST) picks.add(box.dataset.pick); else picks.delete(box.dataset.pick);
    markPicks();
  }

  const picked = (keys) => new URLSearchParams({ generation, keys, lang: language() });

  async function usePicks(what) {
    if (what === 'clear') {
      picks.clear();
      markPicks();
      main().focus({ preventScroll: true });
      return;
    }
    const asked = picked([...picks].join(' '));
    if (what !== 'compare') asked.set('vary', what);
    await beside(`mz/compare?${asked}`, null);
  }

  // The comparison that a place was opened from waits behind it.
  let behind = null;

  async function beside(address, button) {
    const from = button?.closest('.mz-picked') || null;
    let html;
    try { html = await fetched(address); } catch { return; }
    aside().innerHTML = html;
    behind = from;
    if (from) aside().prepend(Object.assign(document.createElement('button'), { type: 'button', className: 'mz-back', textContent: tray()?.dataset.back || '‹' }));
    aside().hidden = false;
    window.mingzhang.showQuote(aside());
    aside().querySelector('.mz-source')?.focus({ preventScroll: true });
  }

  function showPlace(button) {
    for (const old of root().querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
    button.setAttribute('aria-current', 'true');
    return beside(`mz/place/${button.dataset.place}?lang=${language()}`, button);
  }

  function goBack() {
    aside().replaceChildren(behind);
    aside().querySelector('[aria-current]')?.focus();
    behind = null;
  }

  function closePlace() {
    if (aside().hidden) return false;
    aside().hidden = true;
    aside().replaceChildren();
    behind = null;
    const opener = main().querySelector('[aria-current]') || tray()?.querySelector('button:not([hidden])');
    opener?.focus({ preventScroll: true });
    return true;
  }

  // Figures or findings of one document: their tab with its filters set.
  async function openOf({ open: view, issuer, year, stage }) {
    await window.mingzhang.show(view);
    await open(view, null, new URLSearchParams({ issuer, year, stage, lang: language() }));
  }

  function save(button, form) {
    if (button.dataset.export) return `${form.dataset.files}.${button.dataset.export}?${parameters(form)}`;
    return `picked.${button.dataset.picked}?${picked(button.closest('[data-keys]').dataset.keys)}`;
  }

  function onClick(event) {
    const at = (what) => event.target.closest(what);
    const form = main().querySelector('[data-view-form]');
    if (at('[data-place]')) showPlace(at('[data-place]'));
    else if (at('[data-close]')) closePlace();
    else if (at('.mz-back')) goBack();
    else if (at('[data-open]')) openOf(at('[data-open]').dataset);
    else if (at('[data-picks]')) usePicks(at('[data-picks]').dataset.picks);
    else if (at('[data-sort]')) refresh(form, { sort: at('[data-sort]').dataset.sort, desc: at('[data-sort]').dataset.desc, page: 1 });
    else if (at('[data-go]')) refresh(form, { page: at('[data-go]').dataset.go });
    else if (at('[data-export], [data-picked]')) location.assign(`mz/export/${save(at('[data-export], [data-picked]'), form)}`);
  }

  return { open, closePlace, reload: () => name && open(name), update: () => open(name, main().querySelector('[data-view-form]')), current: () => name };
})();
