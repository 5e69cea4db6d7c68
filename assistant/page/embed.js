// One line in a page puts the talk there:
//   <script src="/budget-assistant/embed.js" data-theme="light" data-lang="zh" data-department="..." data-year="2024" async></script>
(() => {
  const script = document.currentScript;
  const home = new URL('.', script.src);
  const address = new URL('embed', home);
  for (const name of ['theme', 'lang', 'department', 'year']) {
    if (script.dataset[name]) address.searchParams.set(name, script.dataset[name]);
  }
  const frame = document.createElement('iframe');
  Object.assign(frame, { src: address.href, title: script.dataset.title || '明账 预算公开问答', referrerPolicy: 'origin' });
  frame.className = 'mingzhang';
  Object.assign(frame.style, { width: '100%', height: script.dataset.height || '640px', border: '0', display: 'block' });
  const highest = Number(script.dataset.highest || 0);

  addEventListener('message', (event) => {
    if (event.origin !== home.origin || event.source !== frame.contentWindow || event.data?.source !== 'mingzhang') return;
    if (event.data.type === 'height' && highest) frame.style.height = `${Math.min(Math.max(event.data.height, 320), highest)}px`;
    frame.dispatchEvent(new CustomEvent(`mingzhang-${event.data.type}`, { detail: event.data, bubbles: true }));
  });
  script.after(frame);
})();
