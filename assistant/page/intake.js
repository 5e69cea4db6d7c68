// The 文档 tab: files dropped or picked go up one after the other, then are read in one go; how it goes on is asked for.
window.mingzhang.intake = (() => {
  const OURS = { 'X-Mingzhang': '1' };
  const box = () => document.querySelector('.mz-drop');
  const told = () => document.querySelector('.mz-job');
  let busy = false;

  function line(words, look) {
    return Object.assign(document.createElement('p'), { textContent: words, className: look });
  }

  // XMLHttpRequest tells how much of a file has gone up; fetch does not.
  function send(file, index, count) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const bar = Object.assign(document.createElement('progress'), { max: 100, value: 0 });
      bar.setAttribute('aria-label', file.name);
      told()?.replaceChildren(line(`${box().dataset.uploading} ${index + 1} / ${count}：${file.name}`), bar);
      request.upload.onprogress = (event) => { bar.value = (100 * event.loaded) / (event.total || 1); };
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* the server said nothing */ }
        done(request.status === 200 ? { key: answer.key } : { trouble: answer.detail || `${file.name}: ${request.status}` });
      };
      request.onerror = () => done({ trouble: `${file.name}: ×` });
      request.open('POST', `mz/upload?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader('X-Mingzhang', '1');
      request.send(file);
    });
  }

  async function take(files) {
    const wanted = files.filter((file) => !file.name.startsWith('.') && !file.name.startsWith('~$'));
    if (busy || !wanted.length) return;
    busy = true;
    const keys = [];
    const troubles = [];
    for (const [index, file] of wanted.entries()) {
      const { key, trouble } = await send(file, index, wanted.length);
      if (key) keys.push(key); else troubles.push(trouble);
    }
    busy = false;
    if (keys.length) await change('build', keys, troubles);
    else told()?.replaceChildren(...troubles.map((words) => line(words, 'mz-bad')));
  }

  async function change(what, body, troubles = []) {
    const options = { method: 'POST', headers: { ...OURS, 'Content-Type': 'application/json' } };
    if (body) options.body = JSON.stringify(body);
    const answer = await fetch(`mz/${what}`, options);
    if (!answer.ok) troubles.push((await answer.json().catch(() => ({}))).detail || String(answer.status));
    if (answer.ok) await follow();
    told()?.append(...troubles.map((words) => line(words, 'mz-bad')));
  }

  async function follow() {
    for (;;) {
      let answer = null;
      try { answer = await fetch(`mz/job?lang=${document.documentElement.lang}`, { headers: OURS }); } catch { /* asked again below */ }
      if (answer?.ok && told()) told().innerHTML = await answer.text();
      const state = told()?.querySelector('[data-state]')?.dataset.state;
      if (!told() || state === 'done' || state === 'failed') break;
      await new Promise((done) => { setTimeout(done, 400); });
    }
    const ended = told()?.innerHTML;
    if (window.mingzhang.views.current() !== 'documents') return;
    await window.mingzhang.views.open('documents');
    if (ended && told()) told().innerHTML = ended;
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

  function start(root) {
    root.addEventListener('dragover', (event) => { if (box()) { event.preventDefault(); box().classList.add('mz-over'); } });
    root.addEventListener('dragleave', () => box()?.classList.remove('mz-over'));
    root.addEventListener('drop', (event) => { if (box()) drop(event); });
    root.addEventListener('change', (event) => { if (event.target.classList.contains('mz-pick')) take([...event.target.files]); });
    root.addEventListener('click', (event) => {
      const button = event.target.closest('[data-change]');
      if (button && (!button.dataset.sure || confirm(button.dataset.sure))) change(button.dataset.change);
    });
    root.addEventListener('mz-shown', () => { if (told()?.querySelector('progress')) follow(); });
  }

  return { start };
})();
