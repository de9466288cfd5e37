// Draws the components: what stands on what, from left to right, each with its state in words.

import {el, svg} from "./dom.js";

const BOX = {width: 168, height: 44, across: 58, down: 12};

/** How far a component is from those that need nothing. */
function depths(components) {
  const byName = new Map(components.map(each => [each.name, each]));
  const depth = new Map();
  const walk = (name, above) => {
    if (depth.has(name)) {
      return depth.get(name);
    }
    const needs = (byName.get(name)?.needs ?? [])
      .filter(each => byName.has(each) && !above.includes(each));
    const found = needs.length === 0 ? 0
      : 1 + Math.max(...needs.map(each => walk(each, [...above, name])));
    depth.set(name, found);
    return found;
  };
  components.forEach(each => walk(each.name, []));
  return depth;
}

/** How a component is: good, bad, or on its way. */
export function standing(component) {
  if (component.state === "failed" || component.failure !== "") {
    return "bad";
  }
  if (component.state === "started") {
    return component.well ? "good" : "bad";
  }
  return "waits";
}

export function state(component) {
  return component.state === "started" && !component.well ? "started, not well" : component.state;
}

function cut(text, length) {
  return text.length <= length ? text : text.slice(0, length - 1) + "…";
}

export function graph(components) {
  const depth = depths(components);
  const columns = [];
  components.forEach(each => (columns[depth.get(each.name)] ??= []).push(each));
  const places = new Map();
  const rows = Math.max(...columns.map(each => each.length));
  const height = rows * (BOX.height + BOX.down) + BOX.down;
  columns.forEach((column, at) => column.forEach((each, row) => places.set(each.name, {
    x: 2 + at * (BOX.width + BOX.across),
    y: (height - column.length * (BOX.height + BOX.down)) / 2 + row * (BOX.height + BOX.down)
      + BOX.down / 2,
  })));
  const width = columns.length * (BOX.width + BOX.across) - BOX.across + 4;
  const lines = components.flatMap(each => each.needs.filter(need => places.has(need))
    .map(need => edge(places.get(need), places.get(each.name))));
  return el("div", {class: "graph wide", tabindex: "0", role: "region",
    "aria-label": "What stands on what"},
    svg("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": "Components: those on the right need those on the left; the list below says the same"},
      lines, components.map(each => box(each, places.get(each.name)))));
}

function edge(from, to) {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const middle = (x1 + x2) / 2;
  return svg("path", {class: "edge", d: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`});
}

function box(component, at) {
  return svg("g", {class: "box " + standing(component)},
    svg("title", {}, `${component.name}: ${component.failure || component.message || state(component)}`),
    svg("rect", {x: at.x, y: at.y, width: BOX.width, height: BOX.height, rx: 7}),
    svg("rect", {class: "mark", x: at.x, y: at.y, width: 5, height: BOX.height, rx: 2}),
    svg("text", {class: "name", x: at.x + 14, y: at.y + 19}, cut(component.name, 21)),
    svg("text", {class: "state", x: at.x + 14, y: at.y + 35}, state(component)));
}
