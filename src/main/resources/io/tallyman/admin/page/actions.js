// What the buttons do: they ask what, where, for how long and why, and send it to the tasks of the
// admin port, which decide. Nothing is sent before somebody has confirmed it.

const FIELDS = {
  "consumer pause": ["scope", "for", "reason"],
  "consumer resume": ["scope", "reason"],
  "consumer restart": ["reason"],
  "rollup pause": ["scope", "for", "reason"],
  "rollup resume": ["scope", "reason"],
  "config set": ["value", "scope", "for", "reason"],
  "config revert": ["scope", "reason"],
  "log-level set": ["logger", "level", "scope", "for", "reason"],
  "log-level revert": ["scope", "reason"],
};

const MEANINGS = {
  "consumer pause": "Nothing of it is counted until it is resumed. The lanes stay in their group, and nothing is lost while Kafka keeps the records.",
  "consumer resume": "It is counted again, from where it stands.",
  "consumer restart": "The lanes of this host are restarted, one after the other.",
  "rollup pause": "It is left out from the next batch on. What it misses stays a gap of its ledger; the other rollups are counted all the while.",
  "rollup resume": "It is counted again from the next batch on; what it has missed stays a gap.",
  "config set": "It holds instead of what config.yml says.",
  "config revert": "What config.yml says holds again.",
  "log-level set": "It holds instead of what config.yml says, for this logger and those below it.",
  "log-level revert": "What config.yml says holds again.",
};

// A restart waits for its lanes, up to fifteen seconds for each; the others answer within eight or not at all.
const PATIENCE_SECONDS = 8;
const RESTART_SECONDS = 120;

const VERBS = {pause: "Pause", resume: "Resume", restart: "Restart the lanes of", set: "Set", revert: "Revert"};

const ALL = ["logger", "level", "value", "scope", "for", "reason"];
const byId = id => document.getElementById(id);

/** What a call is about, as a person says it. */
function subject(what) {
  if (what.task === "consumer") {
    return what.partition === undefined ? what.source : `partition ${what.partition} of ${what.source}`;
  }
  if (what.task === "rollup") {
    return "rollup " + what.rollup;
  }
  return what.task === "config" ? what.key : what.logger === undefined ? "a log level" : "the level of " + what.logger;
}

/**
 * Begins to listen to the buttons.
 *
 * @param said is called with the answer of a call that was carried out, and with any answer to a
 * question that nobody looks at any more
 */
export function listen(said) {
  const dialog = byId("ask");
  let what = null;

  document.addEventListener("click", event => {
    const pressed = event.target instanceof Element ? event.target.closest("button[data-task]") : null;
    if (pressed !== null) {
      what = {...pressed.dataset};
      open(dialog, what);
    }
  });
  byId("ask-form").addEventListener("change", () => name(what));
  byId("ask-cancel").addEventListener("click", () => dialog.close());
  byId("ask-form").addEventListener("submit", async event => {
    event.preventDefault();
    const asked = what;
    byId("ask-go").disabled = true;
    byId("ask-refused").textContent = "";
    const answer = await send(asked);
    if (what !== asked || !dialog.open) { // it was left, and another one may stand in the dialog
      said(title(asked) + ": " + answer.text);
      return;
    }
    byId("ask-go").disabled = false;
    if (answer.done) {
      dialog.close();
      said(answer.text);
    } else {
      byId("ask-refused").textContent = answer.text;
    }
  });
}

function title(what) {
  return VERBS[what.action] + " " + subject(what);
}

function open(dialog, what) {
  const call = what.task + " " + what.action;
  const fields = FIELDS[call].filter(each => !(each === "logger" && what.logger !== undefined));
  byId("ask-title").textContent = title(what);
  byId("ask-meaning").textContent = MEANINGS[call];
  byId("ask-refused").textContent = "";
  byId("ask-go").disabled = false;
  byId("ask-form").reset();
  ALL.forEach(each => {
    byId(`ask-${each}-row`).hidden = !fields.includes(each);
  });
  byId("ask-value").placeholder = what.value === undefined ? "" : "now " + what.value;
  byId("ask-allowed").textContent = what.allowed ?? "";
  if (what.level !== undefined) {
    byId("ask-level").value = what.level;
  }
  for (const choice of document.querySelectorAll("#ask input[name=scope]")) {
    choice.checked = choice.value === (what.scope ?? "host");
  }
  name(what);
  dialog.showModal();
  const first = fields.find(each => each !== "scope");
  byId("ask-" + first).focus();
}

/** The button that does it says where, as a wrong choice reaches fifty hosts. */
function name(what) {
  const restarts = what.task === "consumer" && what.action === "restart";
  const everywhere = !restarts && document.querySelector("#ask input[name=scope]:checked").value === "fleet";
  byId("ask-go").textContent = (restarts ? "Restart" : VERBS[what.action]) + (everywhere ? " on all hosts" : " on this host");
  byId("ask-go").classList.toggle("wide-reach", everywhere);
}

/** The parameters of a call: what the button is for, and what was filled in. */
function parameters(what) {
  const call = what.task + " " + what.action;
  const sent = new URLSearchParams({action: what.action});
  for (const name of ["source", "partition", "rollup", "key", "logger"]) {
    if (what[name] !== undefined && what[name] !== "") {
      sent.set(name, what[name]);
    }
  }
  const filled = new FormData(byId("ask-form"));
  for (const name of FIELDS[call]) {
    const value = String(filled.get(name) ?? "").trim();
    if (value !== "" && !(name === "logger" && what.logger !== undefined)) {
      sent.set(name, value);
    }
  }
  return sent;
}

async function send(what) {
  const patience = what.action === "restart" ? RESTART_SECONDS : PATIENCE_SECONDS;
  try {
    const answer = await fetch(location.origin + "/tasks/" + what.task, {
      method: "POST", body: parameters(what), credentials: "same-origin", redirect: "error",
      signal: AbortSignal.timeout(patience * 1000),
    });
    const text = (await answer.text()).trim();
    return {done: answer.ok, text: text === "" ? "the host answered " + answer.status : text};
  } catch (failure) {
    return {done: false, text: "This host didn't answer ("
      + (failure.name === "TimeoutError" ? `not within ${patience} s` : failure.message)
      + "). It isn't known whether that was done; look at the settings below."};
  }
}
