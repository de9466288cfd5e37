# Completion of ctl for bash: source <(bin/ctl completion bash)
_tallyman_ctl() {
  local calls="fleet status health audit await get consumer rollup config log-level positions repl completion"
  local options="--env --profiles --host --all-hosts --json --dry-run --timeout --help"
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" call="" at each
  local file="${TALLYMAN_CTL:-${XDG_CONFIG_HOME:-$HOME/.config}/tallyman/ctl.yml}"
  if [ "$word" = = ]; then # bash takes --env=NAME for three words, where COMP_WORDBREAKS has =
    word=""
  elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
    before="${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "${COMP_WORDS[at]}" in
      --profiles=*) file="${COMP_WORDS[at]#--profiles=}" ;;
      --profiles)
        file="${COMP_WORDS[at + 1]}"
        if [ "$file" = = ] && [ $((at + 2)) -lt "$COMP_CWORD" ]; then
          file="${COMP_WORDS[at + 2]}"
        fi
        ;;
    esac
    for each in $calls; do
      if [ -z "$call" ] && [ "${COMP_WORDS[at]}" = "$each" ]; then
        call="$each"
      fi
    done
  done
  file="${file/#\~\//$HOME/}"
  COMPREPLY=()
  case "$before" in
    --env)
      mapfile -t COMPREPLY < <(compgen -W "local $(sed -n 's/^\([A-Za-z0-9_-]*\):.*/\1/p' "$file" 2>/dev/null)" -- "$word")
      return
      ;;
    --profiles)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --scope)
      mapfile -t COMPREPLY < <(compgen -W "host fleet" -- "$word")
      return
      ;;
    --host | --timeout | --within | --left | --partition | --for | --reason | --to | --token) return ;;
  esac
  local words="$options"
  case "$call" in
    "") words="$words $calls" ;;
    get) words="$words /status /prometheus /metrics /healthcheck /health-check /threads /lag /levers /audit /ping" ;;
    consumer) words="$words pause resume restart --partition --scope --for --reason" ;;
    rollup) words="$words pause resume --scope --for --reason" ;;
    config) words="$words list set revert --scope --for --reason" ;;
    log-level) words="$words list set revert OFF ERROR WARN INFO DEBUG TRACE --scope --for --reason" ;;
    positions) words="$words skip reset --to --partition --token --reason" ;;
    repl) words="$words open close connect --for --reason" ;;
    await) words="$words --within --left" ;;
    completion) words="$words bash" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _tallyman_ctl ctl bin/ctl tallyman-ctl
