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

/** A column head over numbers, which stand at the right. */
export function count(head) {
  return {head};
}

/** A table under its column heads; rows are lists of cells, which are text, nodes or lists. */
export function table(caption, heads, rows, kind = "", keys = null) {
  if (rows.length === 0) {
    return null;
  }
  const names = heads.map(each => each.head ?? each);
  const classes = heads.map(each => each.head === undefined ? null : "number");
  return el("div", {class: "wide", tabindex: "0", role: "region", "aria-label": caption, "data-id": caption},
    el("table", {class: kind},
      el("caption", {class: "hidden"}, caption),
      el("thead", {}, el("tr", {}, names.map((name, at) => el("th", {scope: "col", class: classes[at]}, name)))),
      el("tbody", {}, rows.map((cells, row) => el("tr", {"data-id": keys === null ? null : keys[row]},
        cells.map((cell, at) => el("td", {"data-head": names[at], class: classes[at]}, cell)))))));
}

/** A word with a mark: the mark's shape says it as well as its colour. */
export function pill(kind, text) {
  return el("span", {class: "pill " + kind}, text);
}

export function quiet(text) {
  return el("p", {class: "quiet"}, text);
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

/** What has a key stays the same element wherever it comes to stand; the rest goes by its place. */
function patch(place, wanted) {
  const keys = new Set(wanted.map(keyOf).filter(key => key !== null));
  const keyed = new Map();
  for (const old of [...place.childNodes].filter(each => keyOf(each) !== null)) {
    if (keys.has(keyOf(old)) && !keyed.has(keyOf(old))) {
      keyed.set(keyOf(old), old);
    } else {
      old.remove();
    }
  }
  let next = place.firstChild;
  for (const node of wanted) {
    const key = keyOf(node);
    const old = key === null ? following(next, node) : keyed.get(key);
    keyed.delete(key);
    if (old === null || old === undefined || !isSameKind(old, node)) {
      place.insertBefore(node, next);
      continue;
    }
    if (key === null) {
      while (next !== old) {
        next = gone(next);
      }
    }
    if (next === old) {
      next = next.nextSibling;
    } else {
      place.insertBefore(old, next);
    }
    update(old, node);
  }
  while (next !== null) {
    next = gone(next);
  }
}

function gone(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-id") : null;
}

/** The next node of that kind, before the next one that has a key. */
function following(from, node) {
  for (let each = from; each !== null && keyOf(each) === null; each = each.nextSibling) {
    if (isSameKind(each, node)) {
      return each;
    }
  }
  return null;
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
