// One stream of answers for as long as the page is open. Gradio's server ends its stream when nothing is pending, and its client then
// forgets whatever was asked while that word was on its way: on a slow line a filter or an answer never arrived. Here the client reads
// one stream that does not end; behind it a stream of the server is opened whenever something was asked and none is open.
(() => {
  const plain = window.fetch.bind(window);
  const asked = new Set();
  const early = new Set();
  let reader = null;

  const at = (url, end) => new URL(url, location.href).pathname.endsWith(end);

  function said(message, controller) {
    const told = message.startsWith('data:') ? JSON.parse(message.slice(5)) : {};
    if (told.msg === 'close_stream') return;
    if (told.msg === 'unexpected_error') asked.clear();
    if (told.msg === 'process_completed' && !asked.delete(told.event_id)) early.add(told.event_id);
    controller.enqueue(new TextEncoder().encode(`${message}\n\n`));
  }

  async function pass(body, controller) {
    const lines = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = '', part = await lines.read(); !part.done; part = await lines.read()) {
      const messages = (rest + part.value).split('\n\n');
      rest = messages.pop();
      for (const message of messages) said(message, controller);
    }
  }

  class Reader {
    constructor(request) {
      this.request = request;
      this.stream = new ReadableStream({ start: (controller) => { this.controller = controller; } });
      request.signal.addEventListener('abort', () => this.end(() => this.controller.close()));
    }

    end(how) {
      if (reader !== this) return;
      reader = null;
      how();
    }

    async run(response) {
      this.open = true;
      try {
        const real = response || await plain(this.request.clone());
        if (!real.ok) throw new Error(`stream: ${real.status}`);
        await pass(real.body, this.controller);
      } catch (reason) {
        this.end(() => this.controller.error(reason));
      }
      this.open = false;
      this.wake();
    }

    wake() {
      if (reader === this && !this.open && asked.size) this.run();
    }
  }

  async function listen(request) {
    const response = await plain(request.clone());
    if (!response.ok) return response;
    reader = new Reader(request);
    reader.run(response);
    return new Response(reader.stream, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  async function ask(input, init) {
    const response = await plain(input, init);
    const id = response.ok && (await response.clone().json()).event_id;
    if (id && !early.delete(id)) asked.add(id);
    reader?.wake();
    return response;
  }

  window.fetch = (input, init) => {
    const url = input.url || String(input);
    if (at(url, '/queue/data')) return listen(new Request(input, init));
    return at(url, '/queue/join') ? ask(input, init) : plain(input, init);
  };
})();
