import {h, svg} from './page.js';

/* A row as what it is: a picture, or a series. */

/** Draws the numbers of a row; {@code words} say it to who does not see it. */
export function drawn(shape, values, low, high, words) {
  return shape.kind === 'image' ? picture(shape, values, low, high, words) : lines(shape, values, low, high, words);
}

/** Values between which pictures are drawn: those of usual pixels, else their own. */
export function range(shape, values) {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known, shape.kind === 'image' ? 0 : Infinity);
  const high = Math.max(...known);
  const top = shape.kind === 'image' && low >= 0 && high > 1 && high <= 255 ? 255 : high;
  return top > low ? [low, top] : [low, low + 1];
}

function picture({height, width, channels}, values, low, high, words) {
  const canvas = h('canvas', {class: 'pixels', width, height, role: 'img', 'aria-label': words});
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  const level = (i) => Math.round(255 * (((Number.isFinite(values[i]) ? values[i] : low) - low) / (high - low)));
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = level(channels === 3 ? 3 * i + c : channels * i);
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** A line for each channel, all on one scale. */
function lines({height, channels}, values, low, high, words) {
  const x = (t) => height > 1 ? 100 * t / (height - 1) : 50;
  const y = (value) => 38 - 36 * (value - low) / (high - low);
  const points = (c) => Array.from({length: height}, (_, t) => [x(t), values[t * channels + c]]).filter(([, value]) => Number.isFinite(value))
    .map(([at, value]) => at.toFixed(2) + ',' + y(value).toFixed(2)).join(' ');
  return svg('svg', {class: 'series', viewBox: '0 0 100 40', preserveAspectRatio: 'none', role: 'img', 'aria-label': words},
    Array.from({length: Math.min(channels, 8)}, (_, c) => svg('polyline', {points: points(c), class: 'channel' + c % 3})));
}
