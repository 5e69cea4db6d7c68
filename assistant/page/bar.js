// Runs when the title bar is put on the page.
element.addEventListener('click', (event) => {
  const tab = event.target.closest('[data-view]');
  if (tab) window.mingzhang.show(tab.dataset.view);
  const tool = event.target.closest('[data-do]');
  if (!tool) return;
  if (tool.dataset.do === 'theme') window.mingzhang.switchTheme();
  if (tool.dataset.do === 'new') { window.mingzhang.show('talk'); trigger('fresh'); }
  if (tool.dataset.do === 'past' && window.mingzhang.openPast()) trigger('past');
  if (tool.dataset.do === 'language') trigger('language');
});
watch('value', () => window.mingzhang.begin(element));
window.mingzhang.applyTheme();
// After files came or went the list is new, and so are the examples of a talk in which nothing was asked yet.
window.mingzhang.renew = () => { if (!document.querySelector('.mz-turn')) trigger('fresh'); };
