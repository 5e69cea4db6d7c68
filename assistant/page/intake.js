// The 文档 tab: files dropped or picked go up one after the other, then are read in one go; how it goes on is asked for.
window.mingzhang.intake = (() => {
  const OURS = { 'X-Mingzhang': '1' };
  const box = () => document.querySelector('.mz-drop');
  const told = () => document.querySelector('.mz-job');
  const waiting = [];
  let busy = false;

  function line(words, look) {
    return Object.assign(document.createElement('p'), { textContent: words, className: look });
  }

  // XMLHttpRequest tells how much of a file has gone up; fetch does not.
  function send(file, number, count) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const bar = Object.assign(document.createElement('progress'), { max: 100, value: 0 });
      bar.setAttribute('aria-label', file.name);
      const words = (box()?.dataset.part || '').replace('{done}', number).replace('{total}', count).replace('{name}', file.name);
      told()?.replaceChildren(box().querySelector('template').content.cloneNode(true), line(words), bar);
      request.upload.onprogress = (event) => { bar.value = (100 * event.loaded) / (event.total || 1); };
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* the server said nothing */ }
        done(request.status === 200 ? { key: answer.key } : { trouble: `${file.name}：${answer.detail || lost(request.status)}` });
      };
      request.onerror = () => done({ trouble: `${file.name}：${lost('')}` });
      request.open('POST', `mz/upload?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader('X-Mingzhang', '1');
      request.send(file);
    });
  }

  const lost = (status) => `${box()?.dataset.lost || ''}${status ? `（${status}）` : ''}`;

  // What is dropped while other files are on their way waits for its turn.
  async function take(files) {
    waiting.push(...files.filter((file) => !file.name.startsWith('.') && !file.name.startsWith('~$')));
    if (busy) return;
    busy = true;
    try { while (waiting.length) await takeBatch(waiting.splice(0)); } finally { busy = false; }
  }

  async function takeBatch(files) {
    const keys = [];
    const troubles = [];
    for (const [index, file] of files.entries()) {
      const { key, trouble } = await send(file, index + 1, files.length);
      if (key) keys.push(key); else troubles.push(trouble);
    }
    if (keys.length) await change('build', keys, troubles);
    else told()?.replaceChildren(...troubles.map((words) => line(words, 'mz-bad')));
  }

  async function change(what, body, troubles = []) {
    const options = { method: 'POST', headers: { ...OURS, 'Content-Type': 'application/json' } };
    if (body) options.body = JSON.stringify(body);
    let answer = await ask(what, options);
    // Somebody else's files are being read: these wait until that has ended.
    for (let tries = 0; what === 'build' && answer?.status === 409 && tries < 20; tries += 1) {
      told()?.replaceChildren(line(box()?.dataset.waiting || '', 'mz-same'));
      await new Promise((done) => { setTimeout(done, 600); });
      await ended();
      answer = await ask(what, options);
    }
    if (answer?.ok) await follow();
    else troubles.push((await answer?.json().catch(() => ({})))?.detail || lost(answer?.status || ''));
    told()?.append(...troubles.map((words) => line(words, 'mz-bad')));
  }

  async function ask(what, options) {
    try { return await fetch(`mz/${what}`, options); } catch { return null; }
  }

  // Shows the change that runs until it has ended.
  async function ended() {
    while (told()) {
      const answer = await ask(`job?lang=${document.documentElement.lang}`, { headers: OURS });
      if (answer?.ok && told()) told().innerHTML = await answer.text();
      if (['done', 'failed', 'idle'].includes(told()?.querySelector('[data-state]')?.dataset.state)) return;
      await new Promise((done) => { setTimeout(done, 400); });
    }
  }

  async function follow() {
    await ended();
    window.mingzhang.renew?.();
    if (window.mingzhang.views.current() === 'documents') await window.mingzhang.views.update();
  }

  // A folder that was dropped is walked through; browsers give its entries in batches.
  async function within(entry) {
    if (entry.isFile) return [await new Promise((done, failed) => { entry.file(done, failed); })];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const batch = await new Promise((done, failed) => { reader.readEntries(done, failed); });
      if (!batch.length) return found;
      for (const inner of batch) found.push(...await within(inner));
    }
  }

  async function drop(event) {
    event.preventDefault();
    box()?.classList.remove('mz-over');
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const loose = [...event.dataTransfer.files];
    const files = entries.length ? (await Promise.all(entries.map(within))).flat() : loose;
    take(files);
  }

  // Asks before something is taken away; the browser keeps the focus within and gives it back afterwards.
  function sure(words) {
    const dialog = box().querySelector('dialog');
    dialog.querySelector('p').textContent = words;
    dialog.returnValue = '';
    dialog.onclick = (event) => { if (event.target.dataset.answer !== undefined) dialog.close(event.target.dataset.answer); };
    dialog.showModal();
    return new Promise((done) => { dialog.onclose = () => done(dialog.returnValue === 'yes'); });
  }

  async function onClick(event) {
    const button = event.target.closest('[data-change]');
    if (button && (!button.dataset.sure || await sure(button.dataset.sure))) change(button.dataset.change);
  }

  function start(root) {
    root.addEventListener('dragover', (event) => { if (box()) { event.preventDefault(); box().classList.add('mz-over'); } });
    root.addEventListener('dragleave', () => box()?.classList.remove('mz-over'));
    root.addEventListener('drop', (event) => { if (box()) drop(event); });
    root.addEventListener('change', (event) => {
      if (!event.target.classList.contains('mz-pick')) return;
      take([...event.target.files]);
      event.target.value = '';
    });
    root.addEventListener('click', onClick);
    root.addEventListener('mz-shown', () => { if (!busy && told()?.querySelector('progress')) follow(); });
  }

  return { start };
})();
