// In a frame of another page: shows the talk alone, and tells that page how high it is and when an answer is there.
(() => {
  if (!/\/embed\/?$/.test(location.pathname)) return;
  document.documentElement.classList.add('mz-embed');
  if (parent === window) return;

  // Only our own site and those that the server names are told anything; who stands around us says the browser, not the page.
  function audience() {
    let around = location.ancestorOrigins?.[0];
    if (!around) { try { around = new URL(document.referrer).origin; } catch { return null; } }
    if (around === location.origin) return around;
    const named = document.querySelector('meta[name="mingzhang-frames"]').content.split(' ').filter(Boolean);
    return named.some((pattern) => fits(pattern, around)) ? around : null;
  }

  function fits(pattern, origin) {
    if (!pattern.includes('*')) return pattern === origin;
    const [scheme, host] = pattern.split('://*.');
    return Boolean(host) && origin.startsWith(`${scheme}://`) && origin.endsWith(`.${host}`);
  }

  const target = audience();
  if (!target) return;
  const tell = (message) => parent.postMessage({ source: 'mingzhang', ...message }, target);
  let height = 0;
  let told = 0;

  function look() {
    const log = document.querySelector('.mz-log');
    if (!log) return;
    const inside = [...log.children].reduce((sum, part) => sum + part.getBoundingClientRect().height + 28, 0);
    const needed = Math.ceil(inside + (document.querySelector('#mz-composer')?.offsetHeight || 0) + 60);
    if (Math.abs(needed - height) > 4) { height = needed; tell({ type: 'height', height }); }
    const turns = log.querySelectorAll('.mz-turn');
    if (turns.length < told) told = 0;
    const last = turns[turns.length - 1];
    if (!last || turns.length === told || last.querySelector('.mz-pending')) return;
    told = turns.length;
    const status = last.querySelector('[data-status]')?.dataset.status || 'failed';
    tell({ type: 'answer', status, question: last.querySelector('.mz-question')?.innerText.trim() || '' });
  }

  function begin() {
    new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, { childList: true, subtree: true });
    addEventListener('resize', look);
    look();
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', begin); else begin();
})();
