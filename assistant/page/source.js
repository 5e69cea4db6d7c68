// Runs when the source panel is put on the page: the quoted line comes into view, × and Escape close it.
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-close]')) window.mingzhang.closeSource();
});
watch('value', () => window.mingzhang.showPlace(element));
