import {h, calm} from './page.js';

/* Figures as the report draws them (plots.js), that change while one looks on. */

const drawn = new Set();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawn.forEach((figure) => figure.draw()));
addEventListener('resize', calm(120, () => drawn.forEach((figure) => figure.fit())));

/** A figure: {x, y, series, guides} as Chart.java describes it, under a title, with a sentence for who does not see it. */
export class LiveFigure {
  constructor(id, title, height = 300) {
    this.height = height;
    this.plot = null;
    this.title = h('span', {}, title);
    this.canvas = h('div', {class: 'plot', role: 'img', 'aria-label': title});
    this.canvas.style.height = height + 'px'; // what is below must not jump
    this.element = h('figure', {id}, h('figcaption', {}, this.title), this.canvas);
    drawn.add(this);
  }

  /** What is drawn from now on; {@code words} say it without a picture. */
  show(plot, words) {
    this.plot = plot;
    if (words) this.canvas.setAttribute('aria-label', words);
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  }

  draw() {
    if (!this.plot || !this.canvas.clientWidth || !this.plot.series.some((series) => series.data.length)) return;
    if (!this.chart) {
      this.canvas.style.height = this.height + 'px';
      this.chart = echarts.init(this.canvas, null, {renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio)});
    }
    this.width = this.canvas.clientWidth;
    this.chart.setOption(Plots.options(this.plot, Plots.theme(), this.width), true);
  }

  fit() {
    if (this.chart && this.width !== this.canvas.clientWidth) {
      this.chart.resize();
      this.draw();
    }
  }

  dispose() {
    drawn.delete(this);
    cancelAnimationFrame(this.waiting);
    if (this.chart) this.chart.dispose();
  }
}

/** A series of plots.js. */
export const series = (type, name, color, data, more = {}) => ({type, name, color, data, ...more});
