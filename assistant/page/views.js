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
      box.addEventListener('change', (event) => onFilter(event, 0));
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

  async function open(view, form) {
    name = view;
    const turn = ++latest;
    root().hidden = false;
    let html;
    try { html = await fetched(`mz/view/${view}?${parameters(form)}`); } catch { html = null; }
    if (turn !== latest) return;
    if (html === null) {
      main().innerHTML = '';
      main().append(Object.assign(document.createElement('p'), { className: 'mz-note', textContent: window.mingzhang.word('view_failed') }));
    } else if (form && form.isConnected) {
      replaceParts(html, form);
    } else {
      closePlace();
      main().innerHTML = html;
    }
    main().dispatchEvent(new CustomEvent('mz-shown', { bubbles: true, detail: view }));
  }

  // While somebody types, the form stays; only what follows from it is drawn anew.
  function replaceParts(html, form) {
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    main().querySelector('.mz-results').replaceWith(fresh.content.querySelector('.mz-results'));
    for (const list of form.querySelectorAll('select')) {
      const other = fresh.content.querySelector(`select[name="${list.name}"]`);
      if (other && list !== document.activeElement) list.replaceWith(other);
    }
    main().scrollTo({ top: 0 });
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

  async function showPlace(button) {
    for (const old of root().querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
    button.setAttribute('aria-current', 'true');
    let html;
    try { html = await fetched(`mz/place/${button.dataset.place}?lang=${language()}`); } catch { return; }
    aside().innerHTML = html;
    aside().hidden = false;
    window.mingzhang.showQuote(aside());
    aside().querySelector('.mz-source')?.focus({ preventScroll: true });
  }

  function closePlace() {
    if (aside().hidden) return false;
    aside().hidden = true;
    root().querySelector('[aria-current]')?.focus({ preventScroll: true });
    return true;
  }

  function onClick(event) {
    const at = (what) => event.target.closest(what);
    const form = main().querySelector('[data-view-form]');
    if (at('[data-place]')) showPlace(at('[data-place]'));
    else if (at('[data-close]')) closePlace();
    else if (at('[data-sort]')) refresh(form, { sort: at('[data-sort]').dataset.sort, desc: at('[data-sort]').dataset.desc, page: 1 });
    else if (at('[data-go]')) refresh(form, { page: at('[data-go]').dataset.go });
    else if (at('[data-export]')) location.assign(`mz/export/figures.${at('[data-export]').dataset.export}?${parameters(form)}`);
  }

  return { open, closePlace, reload: () => name && open(name), current: () => name };
})();
