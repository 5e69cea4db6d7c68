// Runs when the place for the drawer of earlier talks is put on the page. The server fills it each time it is opened.
function shown(stamp) {
  const when = new Date(stamp);
  const today = when.toDateString() === new Date().toDateString();
  const form = today ? { hour: '2-digit', minute: '2-digit' } : { year: 'numeric', month: 'numeric', day: 'numeric' };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(when);
}

// The title of a talk becomes a field: Enter keeps the new one, Escape the old one.
function rename(row) {
  const button = row.querySelector('.mz-past-open');
  const field = document.createElement('input');
  field.className = 'mz-past-field';
  field.maxLength = 60;
  field.value = row.querySelector('.mz-past-title').textContent;
  field.setAttribute('aria-label', row.querySelector('[data-past="rename"]').getAttribute('aria-label'));
  button.hidden = true;
  button.before(field);
  field.select();
  let done = false;
  const end = (keep) => {
    if (done) return;
    done = true;
    const title = field.value.trim();
    if (keep && title) trigger('alter', { action: 'rename', talk: button.dataset.talk, title });
    field.remove();
    button.hidden = false;
    button.focus();
  };
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') { event.stopPropagation(); end(false); }
  });
  field.addEventListener('blur', () => end(true));
}

element.addEventListener('click', (event) => {
  const at = (what) => event.target.closest(what);
  const tool = at('[data-past]');
  if (at('[data-past-close]')) window.mingzhang.closePast(true);
  else if (at('[data-undo]')) trigger('alter', { action: 'restore', batch: at('[data-undo]').dataset.undo });
  else if (tool && tool.dataset.past === 'rename') rename(tool.closest('li'));
  else if (tool) trigger('alter', { action: tool.dataset.past, talk: tool.dataset.talk || '' });
  else if (at('.mz-past-open')) { window.mingzhang.show('talk'); trigger('reopen', { talk: at('.mz-past-open').dataset.talk }); }
});
element.addEventListener('input', (event) => {
  if (!event.target.closest('.mz-past-seek')) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of element.querySelectorAll('.mz-past li')) row.hidden = !row.textContent.toLowerCase().includes(wanted);
});
watch('value', () => {
  const drawer = element.querySelector('.mz-past');
  if (!drawer) { window.mingzhang.closePast(false); return; }
  for (const time of drawer.querySelectorAll('time')) time.textContent = shown(time.getAttribute('datetime'));
  if (document.body.classList.contains('mz-past-open')) (drawer.querySelector('[data-undo]') || drawer).focus({ preventScroll: true });
});
