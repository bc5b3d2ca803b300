'use strict';
/* Turns the page's own description of a figure (see Chart.java) into options of ECharts. Colours come from the style sheet. */
const Plots = (() => {
  const minus = '−';
  const NARROW = 480;
  /** How far the lines of an axis' name are apart, which ECharts would put over each other. */
  const NAME_LINE = 14;
  /** Between the top and the name of the upright axis: letters of some fonts reach above their line. */
  const ABOVE = 8;

  /** With an exponent, as options and tables write it: 1.2e9. */
  function exponential(value, digits) {
    const [front, power] = value.toExponential(digits - 1).split('e');
    return +front + 'e' + +power;
  }

  /** Four significant digits, as the tables have three. */
  function format(value) {
    if (value === null || value === undefined) return '?';
    const size = Math.abs(value);
    let text;
    if (value === 0) text = '0';
    else if (size >= 1e6 || size < 1e-4) text = exponential(value, 3);
    else if (size >= 1000) text = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
    else text = String(+value.toPrecision(4));
    return text.replace(/^-/, minus);
  }

  /** Labels of an axis: no more digits than its ticks need. */
  function tick(value) {
    const size = Math.abs(value);
    if (value === 0) return '0';
    return (size >= 1e5 || size < 1e-3 ? exponential(value, 3) : String(+value.toPrecision(3))).replace(/^-/, minus);
  }

  function axis(which, spec, theme, width, names) {
    const narrow = width < NARROW;
    const across = which === 'x';
    const options = {
      type: spec.type === 'log' ? 'value' : spec.type, inverse: !!spec.inverse, name: across ? spec.name : '', min: spec.min, max: spec.max,
      nameLocation: 'middle', nameGap: 30, nameTextStyle: {color: theme.soft, fontSize: narrow ? 11 : 12, lineHeight: NAME_LINE},
      axisLine: {show: across, lineStyle: {color: theme.line}}, axisTick: {show: false},
      axisLabel: {color: theme.soft, fontSize: narrow ? 11 : 12, hideOverlap: true},
      splitLine: {show: spec.type !== 'category', lineStyle: {color: theme.line, width: 1}},
    };
    if (spec.type === 'category') {
      options.data = spec.names;
      options.splitLine.show = false;
      options.axisLabel.interval = 0;
      options.axisLabel.hideOverlap = false;
      options.axisLabel.color = theme.ink;
      options.axisLabel.overflow = 'break';
      options.axisLabel.lineHeight = 13;
      options.axisLabel.width = names.width;
      options.axisLabel.rotate = names.rotate;
      // What a name holds is shown as it is.
      options.axisLabel.formatter = (name) => name;
    } else {
      options.axisLabel.formatter = spec.powers ? (value) => tick(+(10 ** value).toPrecision(3)) : tick;
      options.scale = true;
      if (spec.powers) options.axisLabel.showMinLabel = options.axisLabel.showMaxLabel = spec.ends;
      if (spec.whole || spec.powers) options.minInterval = 1;
      if (narrow) options.splitNumber = 4;
      if (spec.max - spec.min === 1 && !spec.powers) options.interval = 0.2;
    }
    return options;
  }

  /** Without numbers at its ends, which are no round ones. */
  function endless(options) {
    return {...options, axisLabel: {...options.axisLabel, showMinLabel: false, showMaxLabel: false}};
  }

  /** Where a small plot begins and ends at a value of the data, that number would stand beside the next round one. */
  function smallEnds(plot, options) {
    return plot.small && !plot.x.powers && plot.x.min !== undefined ? endless(options) : options;
  }

  const stroke = (color, width, dash) => ({stroke: color, lineWidth: width, fill: null, lineDash: dash || null});

  /** Kinds of series that ECharts has not: how each mark is drawn. */
  const marks = {
    band(series, color) {
      return (params, api) => {
        if (params.dataIndex !== 0) return null;
        const whole = series.data.filter((m) => m[1] !== null && m[2] !== null);
        const points = whole.map((m) => api.coord([m[0], m[2]]))
            .concat(whole.slice().reverse().map((m) => api.coord([m[0], m[1]])));
        return {type: 'polygon', shape: {points}, style: {fill: color, opacity: 0.16}, silent: true};
      };
    },
    errors(series, color) { return bar(series, color, false, true); },
    spans(series, color) { return bar(series, color, true, true); },
    whiskers(series, color) { return bar(series, color, true, false); },
    steps(series, color) {
      return (params, api) => {
        const m = series.data[params.dataIndex];
        const floor = params.coordSys.y + params.coordSys.height;
        const from = api.coord([m[0], m[2]]);
        const to = api.coord([m[1], m[2]]);
        if (from[1] >= floor) return null;
        return {type: 'group', children: [
          {type: 'rect', shape: {x: from[0], y: from[1], width: to[0] - from[0], height: floor - from[1]},
            style: {fill: color, opacity: 0.22}},
          {type: 'line', shape: {x1: from[0], y1: from[1], x2: to[0], y2: to[1]}, style: stroke(color, 2)},
        ]};
      };
    },
    cells(series, color, theme) {
      return (params, api) => {
        const m = series.data[params.dataIndex];
        const [w, h] = api.size([1, 1]);
        const [x, y] = api.coord([m[0], m[1]]);
        const children = [{type: 'rect', shape: {x: x - w / 2 + 1, y: y - h / 2 + 1, width: w - 2, height: h - 2, r: 3},
          style: {fill: color, opacity: 0.06 + 0.94 * m[3]}}];
        if (w > 24 && m[2] > 0) {
          children.push({type: 'text', style: {text: format(m[2]), x, y, align: 'center', verticalAlign: 'middle',
            fill: m[3] > 0.5 ? theme.paper : theme.ink, fontSize: 12}});
        }
        return {type: 'group', children};
      };
    },
    tops(series, color, theme, plot) {
      let last = -1e9;
      return (params, api) => {
        const text = series.tips[params.dataIndex];
        const x = api.coord([series.data[params.dataIndex][0], 0])[0];
        const width = 7 * text.length + 8;
        if (params.dataIndex === 0) last = -1e9;
        if (Math.abs(x - last) < width) return null;
        last = x;
        const right = params.coordSys.x + params.coordSys.width + 20 - width / 2;
        return {type: 'text', silent: true,
          style: {text, x: Math.min(x, right), y: params.coordSys.y - (plot.guides.length ? 26 : 14), align: 'center', fill: theme.soft, fontSize: 11}};
      };
    },
    /** Names at the right end of lines, moved apart where they would meet. */
    ends(series, color, theme) {
      return (params, api) => {
        if (params.dataIndex !== 0) return null;
        const right = params.coordSys.x + params.coordSys.width + 8;
        const labels = series.data.map((m, i) => ({y: api.coord(m)[1], i})).sort((a, b) => a.y - b.y);
        for (let k = 1; k < labels.length; k++) labels[k].y = Math.max(labels[k].y, labels[k - 1].y + 14);
        const over = labels[labels.length - 1].y - (params.coordSys.y + params.coordSys.height);
        if (over > 0) {
          labels[labels.length - 1].y -= over;
          for (let k = labels.length - 2; k >= 0; k--) labels[k].y = Math.min(labels[k].y, labels[k + 1].y - 14);
        }
        return {type: 'group', silent: true, children: labels.map((label) => ({type: 'text',
          style: {text: series.tips[label.i], x: right, y: label.y, verticalAlign: 'middle', fontSize: 12,
            fill: theme[series.colors[label.i]], width: series.space - 12, overflow: 'truncate'}}))};
      };
    },
    dropped(series, color) {
      return (params, api) => {
        const x = api.coord([series.data[params.dataIndex][0], 0])[0];
        const y = params.coordSys.y + params.coordSys.height - 10;
        return {type: 'path', shape: {pathData: 'M-4,-4L4,4M-4,4L4,-4'}, x, y, style: stroke(color, 2)};
      };
    },
    image(series, color, theme) {
      return (params, api) => {
        const m = series.data[params.dataIndex];
        const [x, y] = api.coord([m[0], m[1]]);
        const [w, h] = api.size([1, 1]);
        const pixels = series.images[params.dataIndex];
        const lines = pixels.length / series.width;
        const pixel = Math.min(w / series.width, h / lines) * 0.92;
        return {type: 'image', style: {image: picture(pixels, series.width, theme),
          x: x - pixel * series.width / 2, y: y - pixel * lines / 2, width: pixel * series.width, height: pixel * lines}};
      };
    },
  };

  /** A mark with a bar from low to high, upright or along x. */
  function bar(series, color, along, dot) {
    return (params, api) => {
      const [mx, my, low, high] = series.data[params.dataIndex];
      const [x, y] = api.coord([mx, my]);
      const from = along ? api.coord([low, my]) : api.coord([mx, low]);
      const to = along ? api.coord([high, my]) : api.coord([mx, high]);
      const half = series.data.length > 30 ? 2 : 4;
      const cap = along ? [0, half] : [half, 0];
      const line = (a, b) => ({type: 'line', shape: {x1: a[0], y1: a[1], x2: b[0], y2: b[1]}, style: stroke(color, series.data.length > 30 ? 1 : 2)});
      const children = [line(from, to),
        line([from[0] - cap[0], from[1] - cap[1]], [from[0] + cap[0], from[1] + cap[1]]),
        line([to[0] - cap[0], to[1] - cap[1]], [to[0] + cap[0], to[1] + cap[1]])];
      if (dot) {
        children.push({type: 'circle', shape: {cx: x, cy: y, r: series.data.length > 30 ? 3 : 5}, style: {fill: color}});
        // Something to hit with a finger.
        children.push({type: 'circle', shape: {cx: x, cy: y, r: 14}, style: {fill: color, opacity: 0}});
      }
      return {type: 'group', children};
    };
  }

  /** Weights of one unit as a picture: one colour below zero, another above. */
  function picture(weights, width, theme) {
    const height = weights.length / width;
    const scale = 4;
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    const context = canvas.getContext('2d');
    context.fillStyle = theme.panel;
    context.fillRect(0, 0, canvas.width, canvas.height);
    weights.forEach((weight, i) => {
      context.globalAlpha = Math.min(1, Math.abs(weight) / 100);
      context.fillStyle = weight < 0 ? theme.without : theme.with;
      context.fillRect((i % width) * scale, Math.floor(i / width) * scale, scale, scale);
    });
    return canvas;
  }

  /** Words of a mark on hover, as text. */
  function words(plot, series, index) {
    if (series.tips) return [[series.tips[index], '']];
    const m = series.raw[index];
    const x = plot.x.names ? plot.x.names[m[0]] : format(m[0]);
    const lines = [[plot.x.name || 'x', x]];
    lines.push([series.name || plot.y.name, plot.y.names ? plot.y.names[m[1]] : format(m[series.type === 'steps' ? 2 : 1])]);
    return lines;
  }

  function element(title, lines, theme) {
    const box = document.createElement('div');
    const add = (left, right, color) => {
      const row = document.createElement('div');
      row.style.cssText = 'display:flex;gap:1em;justify-content:space-between;max-width:min(60vw,26rem)';
      const name = document.createElement('span');
      name.textContent = left;
      name.style.cssText = 'overflow-wrap:anywhere;white-space:normal;min-width:0';
      if (color) {
        name.style.borderLeft = '3px solid ' + color;
        name.style.paddingLeft = '6px';
      }
      const value = document.createElement('b');
      value.textContent = right;
      row.append(name, value);
      box.append(row);
    };
    if (title) add(title, '');
    lines.forEach((line) => add(line[0], line[1], line[2]));
    return box;
  }

  /** Kinds that say nothing on hover. */
  const wordless = ['band', 'tops', 'ends'];

  /** Room for names at the right: for the longest, whole, unless it takes the figure's half. */
  const endSpace = (plot, theme, width) => Math.min(0.45 * width, 20 + Math.max(40, ...plot.series
      .filter((spec) => spec.type === 'ends').flatMap((spec) => (spec.tips || []).map((tip) => measured(tip, theme, 12)))));

  /** Which axis each number of a mark is along. */
  const along = {errors: ['x', 'y', 'y', 'y'], spans: ['x', 'y', 'x', 'x'], whiskers: ['x', 'y', 'x', 'x'], band: ['x', 'y', 'y'],
    steps: ['x', 'x', 'y']};

  /**
   * The plot as it is drawn: on logarithmic axes with the logarithms of its numbers, from the first mark to the last; ECharts' own
   * logarithmic axis goes to the next powers of ten.
   */
  function scaled(plot) {
    const logarithmic = {x: plot.x.type === 'log', y: plot.y.type === 'log'};
    const place = (axis, value) => logarithmic[axis] && value !== null ? Math.log10(value) : value;
    const series = plot.series.filter((spec) => spec.data.length).map((spec) => ({...spec, raw: spec.data,
      data: spec.data.map((mark) => mark.map((value, i) => place((along[spec.type] || ['x', 'y'])[i], value)))}));
    const axis = (which) => {
      const spec = plot[which];
      if (!logarithmic[which]) return spec;
      const all = series.flatMap((one) => one.data.flatMap((mark) =>
        mark.filter((value, i) => (along[one.type] || ['x', 'y'])[i] === which && Number.isFinite(value))));
      const min = spec.min ? Math.log10(spec.min) : Math.min(...all) - 0.1;
      const max = spec.max ? Math.log10(spec.max) : Math.max(...all) + 0.1;
      // Powers of ten are named; where there are not two of them, the ends are.
      return {...spec, min, max, powers: true, ends: Math.floor(max) - Math.ceil(min) < 1};
    };
    return {...plot, x: axis('x'), y: axis('y'), series,
      guides: plot.guides.map((guide) => ({...guide, at: place(guide.axis, guide.at)}))};
  }

  function series(plot, spec, theme, width) {
    const color = theme[spec.color] || spec.color;
    const base = {name: spec.name, data: spec.data, itemStyle: {color}, color, animation: false, z: 3};
    if (marks[spec.type]) {
      const tall = spec.type === 'errors';
      const along = spec.type === 'spans' || spec.type === 'whiskers';
      const encode = spec.type === 'band' ? {x: 0, y: [1, 2]}
          : tall ? {x: 0, y: [1, 2, 3]} : along ? {x: [0, 2, 3], y: 1}
          : spec.type === 'steps' ? {x: [0, 1], y: 2} : spec.type === 'tops' || spec.type === 'dropped' ? {x: 0} : {x: 0, y: 1};
      if (spec.type === 'ends') spec.space = endSpace(plot, theme, width);
      return {...base, type: 'custom', renderItem: marks[spec.type](spec, color, theme, plot), encode, clip: spec.type === 'band' || spec.type === 'errors' && plot.y.max !== undefined,
        silent: wordless.includes(spec.type), z: spec.type === 'band' ? 2 : 4};
    }
    if (spec.type === 'bars') {
      return {...base, type: 'bar', barMaxWidth: 16, data: spec.data, itemStyle: {color, borderRadius: 2}, encode: {x: 0, y: 1}};
    }
    if (spec.type === 'points') {
      return {...base, type: 'scatter', symbolSize: spec.data.length > 300 ? 4 : 7, itemStyle: {color, opacity: 0.6}};
    }
    const line = {...base, type: 'line', showSymbol: spec.data.length < 2, symbol: 'circle', symbolSize: 5, connectNulls: false,
      lineStyle: {width: spec.thin ? 1 : 2, type: spec.dashed ? 'dashed' : 'solid', color, opacity: spec.thin ? 0.5 : 1},
      emphasis: {focus: 'none'}};
    return line;
  }

  /** Lines across with a word above each, or at its right end. */
  function guides(plot, theme) {
    if (!plot.guides.length) return [];
    const renderItem = (params, api) => {
      if (params.dataIndex !== 0) return null;
      const area = params.coordSys;
      const children = [];
      let last = -1e9;
      const upright = plot.guides.filter((guide) => guide.axis === 'x')
          .map((guide) => ({label: guide.label, at: api.coord([guide.at, 0])[0]})).sort((a, b) => a.at - b.at);
      for (const guide of upright) {
        children.push({type: 'line', shape: {x1: guide.at, y1: area.y, x2: guide.at, y2: area.y + area.height}, style: stroke(theme.soft, 1, [4, 4])});
        const half = guide.label.length * 3.2;
        const x = Math.min(Math.max(guide.at, area.x + half, last + half), area.x + area.width - half + 14);
        last = x + half + 6;
        children.push({type: 'text', style: {text: guide.label, x, y: area.y - 9, align: 'center', verticalAlign: 'middle', fill: theme.soft, fontSize: 11}});
      }
      for (const guide of plot.guides.filter((one) => one.axis === 'y')) {
        const y = api.coord([0, guide.at])[1];
        children.push({type: 'line', shape: {x1: area.x, y1: y, x2: area.x + area.width, y2: y}, style: stroke(theme.soft, 1, [4, 4])});
      }
      return {type: 'group', silent: true, children};
    };
    // A mark of its own would move the limits of the axes: it lies where one is already.
    const first = plot.series.find((spec) => spec.data.length && spec.type !== 'tops' && spec.type !== 'dropped');
    return [{type: 'custom', renderItem, data: [first.data[0].slice(0, 2)], silent: true, animation: false, z: 1, encode: {x: 0, y: 1}}];
  }

  /**
   * Room for the names along an axis: each is shown, whole. Upright they are broken into lines; across they are turned where they
   * would meet.
   */
  function namesOf(which, plot, theme, width) {
    const spec = plot[which];
    if (spec.type !== 'category') return {width: 0, rotate: 0, room: 0};
    const size = width < NARROW ? 11 : 12;
    const limit = which === 'y' ? Math.max(width < NARROW ? 130 : 230, 0.3 * width) : 160;
    const widest = Math.max(0, ...spec.names.map((name) => Math.min(limit, measured(name, theme, size))));
    if (which === 'y') return {width: Math.ceil(widest) + 2, rotate: 0, room: Math.ceil(widest) + 20};
    const slot = (width - 60 - (plot.y.type === 'category' ? namesOf('y', plot, theme, width).room : 0)) / spec.names.length;
    const turned = widest > slot - 6;
    return {width: Math.ceil(widest) + 2, rotate: turned ? 90 : 0, room: turned ? Math.ceil(widest) + 14 : 24};
  }

  /** Options for a width in pixels. */
  function options(described, theme, width) {
    const narrow = width < NARROW;
    const plot = scaled(described);
    const shown = plot.series;
    const named = [...new Set(shown.map((spec) => spec.name).filter((name) => name))];
    const ends = shown.some((spec) => spec.type === 'ends');
    const tops = shown.some((spec) => spec.type === 'tops');
    const legend = named.length > 1 && !ends && !plot.small;
    const names = {x: namesOf('x', plot, theme, width), y: namesOf('y', plot, theme, width)};
    const legendHeight = legend ? 24 * legendLines(named, theme, width) + 4 : 0;
    // The name stands below the middle of the drawing area: beside names of rows there is less room.
    const below = wrapped(plot.x.name, theme, narrow ? 11 : 12, width - Math.max(60, names.y.room + 30) - (ends ? endSpace(plot, theme, width) : 0));
    const byX = !ends && shown.filter((spec) => spec.type === 'line').length > 1 && plot.x.type !== 'category'
        && !shown.some((spec) => spec.type === 'errors');
    return {
      animation: false, backgroundColor: 'transparent', textStyle: {fontFamily: theme.font, color: theme.ink},
      aria: {enabled: false},
      legend: {show: legend, data: legend ? named.map((name) => ({name, icon: icon(shown, name)})) : [], top: 0, left: 0, itemGap: narrow ? 8 : 16, itemWidth: 22,
        textStyle: {color: theme.ink, fontSize: narrow ? 11 : 12}, inactiveColor: theme.line},
      grid: {left: names.y.room || 8, right: ends ? endSpace(plot, theme, width) : 26,
        bottom: (plot.x.name ? 14 + NAME_LINE * below.split('\n').length : 8) + (names.y.room ? names.x.room || 20 : 0),
        top: 10 + legendHeight + (plot.y.name && !plot.small ? 16 + ABOVE : 0) + (tops ? 14 : 0)
          + (plot.guides.some((guide) => guide.axis === 'x') ? 14 : 0), containLabel: !names.y.room},
      // The name of the upright axis stands above it, so that it can be read without tilting the head.
      graphic: plot.y.name && !plot.small ? [{type: 'text', left: 4, top: ABOVE + legendHeight, silent: true,
        style: {text: plot.y.name, fill: theme.soft, fontSize: narrow ? 11 : 12, fontFamily: theme.font}}] : [],
      xAxis: {...smallEnds(plot, axis('x', {...plot.x, name: below}, theme, width, names.x)), nameGap: names.x.rotate ? names.x.room + 6 : 30},
      yAxis: plot.small ? endless(axis('y', plot.y, theme, width, names.y)) : axis('y', plot.y, theme, width, names.y),
      tooltip: {trigger: byX ? 'axis' : 'item', confine: true, renderMode: 'html', backgroundColor: theme.paper,
        borderColor: theme.line, textStyle: {color: theme.ink, fontSize: 13}, transitionDuration: 0,
        formatter: (params) => {
          if (!Array.isArray(params)) {
            return element('', words(plot, shown[params.seriesIndex], params.dataIndex), theme);
          }
          const lines = params.filter((p) => shown[p.seriesIndex] && shown[p.seriesIndex].type === 'line')
              .map((p) => [p.seriesName, format(p.value[1]), p.color]);
          return element(plot.x.name + ' ' + format(params[0].axisValue), lines, theme);
        }},
      series: shown.map((spec) => series(plot, spec, theme, width)).concat(guides(plot, theme)),
    };
  }

  const pen = document.createElement('canvas').getContext('2d');

  /** The width of a text in pixels. */
  function measured(text, theme, size) {
    pen.font = size + 'px ' + theme.font;
    return pen.measureText(text).width;
  }

  /** How many lines ECharts breaks a legend into. */
  function legendLines(names, theme, width) {
    const narrow = width < NARROW;
    let lines = 1;
    let x = 0;
    for (const name of names) {
      const item = 27 + measured(name, theme, narrow ? 11 : 12);
      if (x > 0 && x + item > width - 10) {
        lines++;
        x = 0;
      }
      x += item + (narrow ? 8 : 16);
    }
    return lines;
  }

  /** A text in lines of at most a width. */
  function wrapped(text, theme, size, width) {
    const lines = [];
    for (const word of text.split(' ')) {
      const longer = lines.length ? lines[lines.length - 1] + ' ' + word : word;
      if (lines.length && measured(longer, theme, size) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.join('\n');
  }

  function icon(shown, name) {
    const spec = shown.find((one) => one.name === name);
    if (spec.type !== 'line') return spec.type === 'dropped' ? 'path://M0,2L2,0L5,3L8,0L10,2L7,5L10,8L8,10L5,7L2,10L0,8L3,5Z' : 'circle';
    return spec.dashed ? 'path://M0,0h6v2h-6zM9,0h6v2h-6zM18,0h6v2h-6z' : 'path://M0,0h24v2h-24z';
  }

  /** The colours of the page as its style sheet has them now: by role, and by number. */
  function theme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue('--' + name).trim();
    return {ink: read('ink'), soft: read('soft'), paper: read('paper'), panel: read('panel'), line: read('line'), without: read('c1'),
      with: read('c0'), other: read('c2'), more: read('c3'), c0: read('c0'), c1: read('c1'), c2: read('c2'), c3: read('c3'),
      c4: read('c4'), c5: read('c5'), font: getComputedStyle(document.body).fontFamily};
  }

  return {options, format, theme};
})();
