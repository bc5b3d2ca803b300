'use strict';
/* Draws the figures of the page, again when the colour scheme or the width changes; saves them as pictures. */
(() => {
  const plots = JSON.parse(document.getElementById('plots').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const drawn = [];

  function height(element, plot) {
    return plot.square ? Math.min(element.clientWidth, 460) : +element.dataset.height;
  }

  function draw(element, plot) {
    element.style.height = height(element, plot) + 'px';
    const chart = echarts.init(element, null, {renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio)});
    const one = {element, plot, chart, width: element.clientWidth};
    chart.setOption(Plots.options(plot, Plots.theme(), one.width));
    drawn.push(one);
    keys(one);
  }

  /** Left and right go from mark to mark, Escape hides the words. */
  function keys(one) {
    let at = -1;
    one.element.addEventListener('keydown', (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (event.key === 'Escape') one.chart.dispatchAction({type: 'hideTip'});
      if (!step) return;
      event.preventDefault();
      const marks = [];
      one.plot.series.filter((series) => series.data.length).forEach((series, s) => {
        if (!['band', 'tops', 'ends'].includes(series.type)) series.data.forEach((_, i) => marks.push([s, i]));
      });
      at = (at + step + marks.length) % marks.length;
      one.chart.dispatchAction({type: 'showTip', seriesIndex: marks[at][0], dataIndex: marks[at][1]});
    });
    one.element.addEventListener('blur', () => one.chart.dispatchAction({type: 'hideTip'}));
  }

  function redraw() {
    for (const one of drawn) {
      one.element.style.height = height(one.element, one.plot) + 'px';
      one.chart.resize();
      one.width = one.element.clientWidth;
      one.chart.setOption(Plots.options(one.plot, Plots.theme(), one.width), true);
    }
  }

  /** A picture of its own size, with the title inside, whatever the window. */
  function save(figure, plot) {
    const width = 960;
    const lines = [];
    plot.title.split(' ').forEach((word) => {
      if (lines.length && (lines[lines.length - 1] + ' ' + word).length < 100) lines[lines.length - 1] += ' ' + word;
      else lines.push(word);
    });
    const head = 24 * lines.length + 14;
    const element = document.createElement('div');
    element.style.cssText = 'position:absolute;left:-9999px;width:' + width + 'px;height:' + ((plot.height || 420) + head) + 'px';
    document.body.append(element);
    const colours = Plots.theme();
    const chart = echarts.init(element, null, {renderer: 'canvas', devicePixelRatio: 2});
    const options = Plots.options(plot, colours, width);
    options.title = {text: lines.join('\n'), left: 8, top: 8, textStyle: {color: colours.ink, fontSize: 16, lineHeight: 22}};
    options.grid.top += head;
    options.legend.top = head;
    options.graphic.forEach((text) => { text.top += head; });
    chart.setOption(options);
    const link = document.createElement('a');
    link.href = chart.getDataURL({type: 'png', pixelRatio: 2, backgroundColor: colours.paper});
    link.download = figure.id + '.png';
    link.click();
    chart.dispose();
    element.remove();
  }

  document.documentElement.classList.add('js');
  document.querySelectorAll('details.behind').forEach((details) => details.removeAttribute('open'));
  document.querySelectorAll('figure[id]').forEach((figure) => {
    draw(figure.querySelector('.plot'), plots[figure.id]);
    figure.querySelector('.save').addEventListener('click', () => save(figure, plots[figure.id]));
  });
  dark.addEventListener('change', redraw);
  // The style for paper applies to the page only after this event: the class brings its colours and its width to the figures.
  const paper = (on) => () => {
    document.documentElement.classList.toggle('printing', on);
    redraw();
  };
  addEventListener('beforeprint', paper(true));
  addEventListener('afterprint', paper(false));
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (drawn.some((one) => one.width !== one.element.clientWidth)) redraw();
    }, 100);
  });
  document.documentElement.dataset.drawn = String(drawn.length);
})();
