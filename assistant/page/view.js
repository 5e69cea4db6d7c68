// Runs when the place for the tabs is put on the page. Their own script comes when one is opened, so that the talk is there at once.
element.classList.add('mz-view-home');
