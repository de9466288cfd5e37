// Draws how far a partition, or a source, was behind over the last hour.

import {el, svg} from "./dom.js";
import {many, number, span} from "./words.js";

const WIDTH = 180;
const HEIGHT = 30;

/** The series of each partition, by source and number, and the sum of each source. */
export function histories(lag) {
  const found = new Map();
  for (const each of lag?.partitions ?? []) {
    found.set(each.source + "/" + each.partition, each.lags);
    const sum = found.get(each.source);
    found.set(each.source, sum === undefined ? each.lags : added(sum, each.lags));
  }
  return found;
}

function added(some, more) {
  return some.map((value, at) => value === null ? more[at] : value + (more[at] ?? 0));
}

/** A line over time; times that aren't known are gaps. */
export function sparkline(times, lags, of) {
  if (lags === undefined || times === undefined || times.length < 2) {
    return svg("svg", {class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
      "aria-label": of + ": too short a time to draw"},
      svg("text", {x: 0, y: 20, class: "none"}, "no history yet"));
  }
  const known = lags.filter(each => each !== null);
  const most = Math.max(...known, 1);
  const first = Date.parse(times[0]);
  const length = Math.max(1, Date.parse(times[times.length - 1]) - first);
  const x = at => ((Date.parse(times[at]) - first) / length * WIDTH).toFixed(1);
  const y = value => (HEIGHT - 2 - value / most * (HEIGHT - 6)).toFixed(1);
  const lines = [];
  let line = [];
  lags.forEach((value, at) => {
    if (value === null) {
      lines.push(line);
      line = [];
    } else {
      line.push([x(at), y(value)]);
    }
  });
  lines.push(line);
  const drawn = lines.filter(each => each.length > 0);
  const label = `${of} over ${span(length / 1000)}: at most ${many(Math.max(...known, 0), "record")}`
    + `, now ${number(known[known.length - 1])}`;
  return svg("svg", {class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
    "aria-label": label, preserveAspectRatio: "none"},
    svg("title", {}, label),
    drawn.map(each => svg("path", {class: "area",
      d: `M${each[0][0]} ${HEIGHT - 1} L${each.map(p => p.join(" ")).join(" L")}`
        + ` L${each[each.length - 1][0]} ${HEIGHT - 1} Z`})),
    drawn.map(each => svg("path", {class: "line",
      d: `M${each.map(p => p.join(" ")).join(" L")}`})));
}

/** A larger line, with what its height and its ends mean. */
export function trend(times, lags, of) {
  const known = (lags ?? []).filter(each => each !== null);
  const drawn = known.length > 0 && times !== undefined && times.length > 1;
  return el("div", {class: "trend"},
    el("div", {class: "axis"}, el("span", {}, "records behind over the last hour"),
      drawn ? el("span", {}, "at most " + number(Math.max(...known))) : null),
    sparkline(times, lags, of),
    drawn ? el("div", {class: "axis"},
      el("span", {}, span((Date.parse(times[times.length - 1]) - Date.parse(times[0])) / 1000) + " before"), el("span", {}, "now")) : null);
}
