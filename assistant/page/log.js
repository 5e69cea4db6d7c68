// Runs when the talk is put on the page: marks open sources, chips ask, the newest question comes into view.
element.addEventListener('click', (event) => {
  const mark = event.target.closest('[data-cite]');
  const chip = event.target.closest('[data-ask]');
  const copy = event.target.closest('[data-copy]');
  if (mark) {
    for (const old of element.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
    mark.setAttribute('aria-current', 'true');
    window.mingzhang.openSource(mark);
    trigger('cite', { turn: Number(mark.dataset.turn), citation: Number(mark.dataset.cite) });
  } else if (chip) {
    trigger('suggest', { question: chip.dataset.ask });
    window.mingzhang.toQuestion();
  } else if (copy) {
    window.mingzhang.copy(copy);
  }
});
watch('value', () => window.mingzhang.showNewest(element));
