// Runs when the title bar is put on the page.
element.addEventListener('click', (event) => {
  const tool = event.target.closest('[data-do]');
  if (!tool) return;
  if (tool.dataset.do === 'theme') window.mingzhang.switchTheme();
  if (tool.dataset.do === 'new') trigger('fresh');
  if (tool.dataset.do === 'language') trigger('language');
});
watch('value', () => window.mingzhang.begin(element));
window.mingzhang.applyTheme();
