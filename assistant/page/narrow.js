// Runs when the filters are put on the page: a list adds a value, a chip takes its value off.
element.addEventListener('change', (event) => {
  const list = event.target.closest('[data-narrow]');
  if (list && list.value) trigger('narrow', { part: list.dataset.narrow, choice: list.value, on: true });
});
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-widen]');
  if (chip) trigger('narrow', { part: chip.dataset.widen, choice: chip.dataset.value, on: false });
  else if (event.target.closest('[data-widen-all]')) trigger('narrow', { part: '' });
});
// The row is drawn anew after each choice; whoever works it from the keyboard stays where they were.
let held = null;
document.addEventListener('focusin', (event) => {
  if (!element.contains(event.target)) held = null;
  else held = event.target.dataset.narrow || event.target.dataset.widen || 'issuer';
});
watch('value', () => {
  // The page is changed in place, and a list would keep the place of the value that was chosen.
  for (const list of element.querySelectorAll('[data-narrow]')) list.selectedIndex = 0;
  if (held && !element.contains(document.activeElement)) element.querySelector(`[data-narrow="${held}"]`)?.focus();
});
