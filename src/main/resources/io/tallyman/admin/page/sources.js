// Sources and their partitions: how each is, how far behind, who has it.

import {button, count, el, pill, quiet, table} from "./dom.js";
import {sparkline, trend} from "./lag.js";
import {clock, many, number, span, until, words} from "./words.js";

const MOST_OPEN = 24;
const HEADS = ["No.", "State", count("Records behind"), count("Time behind"), "Last hour", "Held by", "Change"];

function partitions(source, status) {
  const held = source.lanes.flatMap(lane => lane.partitions.map(each => ({...each, owner: "this host"})));
  const others = source.elsewhere.map(each => ({...each, state: "elsewhere", cause: "",
    owner: each.owner === "" ? "nobody" : each.owner}));
  const found = new Map(status.health.filter(each => each.source === source.source).map(each => [each.partition, each]));
  return [...held, ...others].sort((a, b) => a.partition - b.partition)
    .map(each => ({...each, finding: found.get(each.partition), kind: kind(each, found.get(each.partition))}));
}

function kind(each, finding) {
  if (each.state === "stopped" || (finding !== undefined && (!finding.healthy || finding.cause === "unattended"))) {
    return "bad";
  }
  return each.state === "counting" ? "good" : each.state === "elsewhere" ? "plain" : "waits";
}

function row(source, each, {status, lag}, lines) {
  const said = status.toggles.find(it => it.source === source.source && it.partition === each.partition && it.paused);
  const what = {task: "consumer", source: source.source, partition: each.partition};
  const name = `partition ${each.partition} of ${source.source}`;
  return [
    String(each.partition),
    [pill(each.kind, each.state), each.finding === undefined ? null : el("span", {class: "why"}, words(each.finding.cause)),
      each.cause === "" ? null : el("span", {class: "why"}, each.cause)],
    number(each.lag),
    each.lag_seconds === null ? "not known" : span(each.lag_seconds),
    sparkline(lag?.times, lines.get(source.source + "/" + each.partition), "lag of " + name),
    each.owner,
    said === undefined ? button("Pause…", {...what, action: "pause"}, "Pause " + name)
      : button("Resume…", {...what, action: "resume", scope: said.scope}, "Resume " + name),
  ];
}

function rows(source, list, model, lines, caption) {
  return table(caption, HEADS, list.map(each => row(source, each, model, lines)), "partitions",
    list.map(each => each.partition));
}

/** A square for each partition: what is wrong is seen among hundreds. */
function squares(source, all) {
  const states = [...new Set(all.map(each => each.state))]
    .map(state => number(all.filter(each => each.state === state).length) + " " + state).join(", ");
  return el("div", {class: "squares", role: "img", "aria-label": `Partitions of ${source}: ${states}`},
    all.map(each => el("span", {class: "square " + each.kind,
      title: `partition ${each.partition}: ${each.state}, ${each.lag === null ? "lag not known" : many(each.lag, "record") + " behind"}`})));
}

function card(source, model, lines) {
  const all = partitions(source, model.status);
  const known = all.filter(each => each.lag !== null);
  const oldest = Math.max(...all.map(each => each.lag_seconds ?? 0), 0);
  const toggles = model.status.toggles.filter(each => each.source === source.source);
  const whole = toggles.find(each => each.paused && each.partition === null);
  const what = {task: "consumer", source: source.source};
  const wrong = all.filter(each => each.kind === "bad");
  return el("article", {class: "card", "data-id": source.source},
    el("h3", {}, source.source, " ", el("span", {class: "quiet"}, "topic " + source.topic), " ",
      whole === undefined ? null : pill("waits", "paused")),
    el("div", {class: "facts"},
      fact("behind", known.length === 0 ? "not known" : many(known.reduce((sum, each) => sum + each.lag, 0), "record")),
      fact("oldest uncounted", known.length === 0 ? "not known" : span(oldest)),
      fact("held here", `${number(all.filter(each => each.state !== "elsewhere").length)} of ${number(source.partition_count)}`),
      trend(model.lag?.times, lines.get(source.source), "lag of " + source.source)),
    toggles.map(each => el("p", {class: "said-of"}, toggle(each, model.status.now))),
    source.lanes.filter(lane => lane.last_error !== "" || lane.back_pressure).map(lane =>
      el("p", {class: "refused"}, lane.lane + ": " + (lane.last_error || "reads nothing while the store is slower than Kafka"))),
    el("div", {class: "buttons"},
      whole === undefined ? button("Pause…", {...what, action: "pause"}, "Pause " + source.source)
        : button("Resume…", {...what, action: "resume", scope: whole.scope}, "Resume " + source.source),
      button("Restart lanes…", {...what, action: "restart"}, "Restart the lanes of " + source.source + " on this host")),
    all.length === 0 ? quiet("No partition is known yet.") : [
      squares(source.source, all),
      all.length <= MOST_OPEN || wrong.length === 0 ? null
        : [el("h4", {}, many(wrong.length, "partition") + " with something wrong"),
          rows(source, wrong.slice(0, MOST_OPEN), model, lines, "Partitions of " + source.source + " with something wrong")],
      el("details", {open: all.length <= MOST_OPEN},
        el("summary", {}, all.length <= MOST_OPEN ? many(all.length, "partition") : "All " + many(all.length, "partition")),
        rows(source, all, model, lines, "Partitions of " + source.source))]);
}

function fact(name, value) {
  return el("div", {class: "fact"}, el("span", {class: "quiet"}, name), el("strong", {}, value));
}

function toggle(each, now) {
  return (each.partition === null ? "All partitions" : "Partition " + each.partition)
    + (each.paused ? " paused" : " let go on") + (each.scope === "fleet" ? " on the fleet" : " on this host")
    + ` since ${clock(each.since, now)} by ${each.by}, ${until(each.until, now)}`
    + (each.reason === "" ? "" : ": " + each.reason);
}

export function sources(model, lines) {
  return model.status.sources.length === 0 ? quiet("This host has no sources: config.yml names none.")
    : [model.status.sources.map(each => card(each, model, lines)),
      (model.lag?.left_out ?? 0) === 0 ? null
        : quiet("There are too many partitions: of " + number(model.lag.left_out) + " no history is kept.")];
}
