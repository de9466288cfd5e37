// Makes elements out of names, attributes and text, and brings a place up to date without taking
// away what somebody has the focus on. Text becomes text and never markup.

const SVG = "http://www.w3.org/2000/svg";

function make(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return node;
}

/** An HTML element. */
export function el(name, attributes = {}, ...children) {
  return make(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function svg(name, attributes = {}, ...children) {
  return make(document.createElementNS(SVG, name), attributes, children);
}

/** A table under its column heads; rows are lists of cells, which are text, nodes or lists. */
export function table(caption, heads, rows, kind = "") {
  if (rows.length === 0) {
    return null;
  }
  return el("div", {class: "wide", tabindex: "0", role: "region", "aria-label": caption},
    el("table", {class: kind},
      el("caption", {class: "hidden"}, caption),
      el("thead", {}, el("tr", {}, heads.map(head => el("th", {scope: "col"}, head)))),
      el("tbody", {}, rows.map(cells => el("tr", {},
        cells.map((cell, at) => el("td", {"data-head": heads[at]}, cell)))))));
}

/** A button; what it does is in its data- attributes and is done by actions.js. */
export function button(label, what, name = label) {
  const data = {};
  for (const [key, value] of Object.entries(what)) {
    data["data-" + key] = value;
  }
  return el("button", {type: "button", "aria-label": name === label ? null : name, ...data}, label);
}

/** Makes the content of a place the wanted nodes, changing only what differs. */
export function show(place, ...wanted) {
  const nodes = wanted.flat(Infinity).filter(each => each !== null && each !== undefined)
    .map(each => each instanceof Node ? each : document.createTextNode(String(each)));
  patch(place, nodes);
}

function patch(place, wanted) {
  const had = [...place.childNodes];
  wanted.forEach((node, at) => {
    const old = had[at];
    if (old === undefined) {
      place.append(node);
    } else if (isSameKind(old, node)) {
      update(old, node);
    } else {
      old.replaceWith(node);
    }
  });
  had.slice(wanted.length).forEach(each => each.remove());
}

function isSameKind(old, node) {
  return old.nodeType === node.nodeType && old.nodeName === node.nodeName;
}

function update(old, node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (old.data !== node.data) {
      old.data = node.data;
    }
    return;
  }
  for (const {name, value} of [...node.attributes]) {
    if (name !== "open" && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const {name} of [...old.attributes]) {
    if (name !== "open" && !node.hasAttribute(name)) { // whoever opened something keeps it open
      old.removeAttribute(name);
    }
  }
  patch(old, [...node.childNodes]);
}
