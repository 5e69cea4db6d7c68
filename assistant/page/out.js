// A file for the browser to save has come: it is saved once.
watch('value', () => element.querySelector('a[download]')?.click());
