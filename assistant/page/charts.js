// Draws what an mz-chart element carries: a line over the years for each department. Loaded with the first chart, after Chart.js.
window.mingzhang.drawChart = (() => {
  const shade = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
  const COLOURS = ['--green', '--seal', '--warn', '--soft', '--ink'];

  function lines(told) {
    return told.lines.map((line, index) => ({
      label: line.name,
      data: line.heights,
      said: line.said,
      borderColor: shade(COLOURS[index % COLOURS.length]),
      backgroundColor: shade(COLOURS[index % COLOURS.length]),
      pointStyle: ['circle', 'rect', 'triangle', 'rectRot', 'crossRot'][index % 5],
      pointRadius: 5,
      pointHoverRadius: 7,
      borderWidth: 2.5,
      spanGaps: true,
      segment: { borderDash: (part) => (part.p0.skip || part.p1.skip || part.p1.parsed.x - part.p0.parsed.x > 1 ? [5, 5] : undefined) },
    }));
  }

  // The printed digits stand beside their points where the lines leave room for them.
  const digits = {
    id: 'digits',
    afterDatasetsDraw(chart) {
      if (chart.data.datasets.length > 2) return;
      const { ctx } = chart;
      ctx.save();
      ctx.font = `600 13px ${chart.options.font.family}`;
      ctx.fillStyle = shade('--ink');
      ctx.textAlign = 'center';
      chart.data.datasets.forEach((line, which) => {
        chart.getDatasetMeta(which).data.forEach((point, at) => {
          if (line.said[at] === null || line.said[at] === undefined) return;
          const half = ctx.measureText(line.said[at]).width / 2;
          const x = Math.min(Math.max(point.x, half + 2), chart.width - half - 2);
          ctx.fillText(line.said[at], x, point.y - 11);
        });
      });
      ctx.restore();
    },
  };

  function options(told) {
    const font = { family: getComputedStyle(document.body).fontFamily, size: 13 };
    const scale = { ticks: { color: shade('--soft'), font }, grid: { color: shade('--line') }, border: { color: shade('--line') } };
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      font,
      layout: { padding: { top: 22, right: 14 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: { x: { ...scale, grid: { display: false }, offset: true }, y: { ...scale, beginAtZero: true } },
      plugins: {
        legend: { display: told.lines.length > 1, position: 'bottom', labels: { color: shade('--ink'), font, usePointStyle: true } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}：${item.dataset.said[item.dataIndex]}` } },
      },
    };
  }

  function draw(element) {
    const told = JSON.parse(element.dataset.chart);
    element.chart?.destroy();
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    element.replaceChildren(canvas);
    element.chart = new Chart(canvas, { type: 'line', data: { labels: told.labels, datasets: lines(told) }, options: options(told), plugins: [digits] });
  }

  // The colours are those of the page, which can go over from light to dark.
  let dark = document.body.classList.contains('dark');
  new MutationObserver(() => {
    if (dark === document.body.classList.contains('dark')) return;
    dark = !dark;
    document.querySelectorAll('mz-chart').forEach(draw);
  }).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return draw;
})();
