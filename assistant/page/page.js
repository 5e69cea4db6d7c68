// Behaviour of the page that needs no server: theme, source panel, scrolling, copying, keyboard. Loaded in the head.
window.mingzhang = (() => {
  const THEME = 'mingzhang-theme';
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const glide = () => (calm() ? 'auto' : 'smooth');
  let opener = null;

  function remembered() {
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
    toQuestion();
  }

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

  function within(box, target, share) {
    const top = target.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    box.scrollTo({ top: top - 16 - box.clientHeight * share, behavior: glide() });
  }

  function showQuote(element) {
    const box = element.querySelector('.mz-lines');
    const line = box && (box.querySelector('.mz-quoted') || box.querySelector('.mz-cited'));
    if (line) within(box, line, 0.3);
    if (opener) element.querySelector('.mz-source')?.focus({ preventScroll: true });
  }

  function showNewest(element) {
    const turns = element.querySelectorAll('.mz-turn');
    const box = element.querySelector('.mz-log');
    if (!turns.length || !box) return;
    const newest = turns[turns.length - 1];
    if (newest.querySelector('.mz-pending')) { opener = null; document.body.classList.remove('mz-source-open'); }
    within(box, newest, 0);
    say(newest.querySelector('.mz-badge, .mz-text, .mz-trouble') ? newest.querySelector('.mz-answer').innerText : '');
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
    for (const menu of document.querySelectorAll('.mz-documents[open]')) menu.open = false;
    if (document.body.classList.contains('mz-source-open')) closeSource();
  });
  addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('.mz-documents[open]')) if (!menu.contains(event.target)) menu.open = false;
  });

  return { applyTheme, begin, toQuestion, switchTheme, openSource, closeSource, showQuote, showNewest, copy };
})();
