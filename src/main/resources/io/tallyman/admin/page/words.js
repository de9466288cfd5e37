// Numbers and times as people read them. Ages are told by the host's clock, not the browser's.

const NUMBER = new Intl.NumberFormat("en");

export function number(value) {
  return value === null || value === undefined ? "not known" : NUMBER.format(value);
}

/** A span of seconds in its two largest units. */
export function span(seconds) {
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  let rest = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || (name === "s" && parts.length === 0)) {
      parts.push(count + " " + name);
    } else if (parts.length > 0) {
      break;
    }
    if (parts.length === 2) {
      break;
    }
  }
  return parts.join(" ");
}

function between(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

export function ago(time, now) {
  return time === null || time === undefined ? "not known" : span(between(time, now)) + " ago";
}

export function until(time, now) {
  if (time === null || time === undefined) {
    return "until somebody ends it";
  }
  const left = between(now, time);
  return left > 0 ? "for another " + span(left) : "ended";
}

/** The time of day, with the date where that is another one than now. */
export function clock(time, now) {
  if (time === null || time === undefined) {
    return "not known";
  }
  const day = time.slice(0, 10);
  const hour = time.slice(11, 19) + " UTC";
  return day === String(now).slice(0, 10) ? hour : day + " " + hour;
}

export function many(count, one, more = one + "s") {
  return number(count) + " " + (count === 1 ? one : more);
}

/** A code such as waiting_for_database, as words. */
export function words(code) {
  return String(code).replaceAll("_", " ").replaceAll("-", " ");
}

/** Numbers as ranges: 0–3, 7. */
export function ranges(numbers, most = 12) {
  const found = [];
  for (const each of [...numbers].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last !== undefined && each === last[1] + 1) {
      last[1] = each;
    } else {
      found.push([each, each]);
    }
  }
  const told = found.slice(0, most).map(([from, to]) => from === to ? String(from) : from + "–" + to);
  return told.join(", ") + (found.length > most ? " …" : "");
}
