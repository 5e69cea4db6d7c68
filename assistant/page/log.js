// Runs when the talk is put on the page: marks open sources, chips ask, the newest question comes into view.
element.addEventListener('click', (event) => {
  const mark = event.target.closest('[data-cite]');
  const chip = event.target.closest('[data-ask]');
  const again = event.target.closest('[data-again]');
  const stop = event.target.closest('[data-stop]');
  const save = event.target.closest('[data-save]');
  const thumb = event.target.closest('[data-rate]');
  const copy = event.target.closest('[data-copy]');
  if (mark) {
    for (const old of element.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
    mark.setAttribute('aria-current', 'true');
    window.mingzhang.openSource(mark);
    trigger('cite', { turn: Number(mark.dataset.turn), citation: Number(mark.dataset.cite) });
  } else if (chip) {
    trigger('suggest', { question: chip.dataset.ask, wide: 'wide' in chip.dataset });
    window.mingzhang.toQuestion();
  } else if (again) {
    trigger('again', { turn: Number(again.dataset.again) });
    window.mingzhang.toQuestion();
  } else if (stop) {
    trigger('stop');
  } else if (save) {
    trigger('save', { form: save.dataset.save, turn: Number(save.dataset.turn || 0) });
    save.closest('details')?.removeAttribute('open');
  } else if (thumb) {
    const why = thumb.closest('.mz-answer').querySelector('.mz-why');
    why.hidden = thumb.dataset.rate !== 'down';
    if (!why.hidden) why.querySelector('input').focus();
    else rate(thumb.dataset.turn, 'up', '', why);
  } else if (copy) {
    window.mingzhang.copy(copy);
  }
});
// A thumb up is sent at once; a thumb down with its reason, which may be left empty.
function rate(turn, rating, reason, why) {
  trigger('rate', { turn: Number(turn), rating, reason });
  for (const thumb of why.parentElement.querySelectorAll('[data-rate]')) {
    thumb.setAttribute('aria-pressed', String(thumb.dataset.rate === rating));
  }
  window.mingzhang.say(why.dataset.thanks);
}
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const why = event.target.closest('[data-why]');
  why.hidden = true;
  rate(why.dataset.why, 'down', why.elements.reason.value, why);
});
watch('value', () => window.mingzhang.showNewest(element));
