#!/bin/sh
# Shows what the command line answers for each profile in this folder. Run it with: make demo
set -eu
cd "$(dirname "$0")"
COLUMNS=${COLUMNS:-80}
export COLUMNS

chapter() {
    printf '\n\n######## %s\n#\n' "$1"
    printf '%s\n' "$2" | fold -s -w 76 | sed 's/^/#  /; s/ *$//'
}

# Shows the command as one would type it, runs it, and says what it exited with.
# A decision exits with 0, 3 or 4; anything else is a failure of the demo itself.
show() {
    printf '\n$ sciatica-rules %s\n\n' "$1"
    shift
    code=0
    sciatica-rules "$@" || code=$?
    printf '\n(exit code %s)\n' "$code"
    case $code in
        0 | 3 | 4) ;;
        *) exit "$code" ;;
    esac
}

run() {
    show "$*" "$@"
}

profile() {
    printf '\n$ cat %s\n\n' "$1"
    cat "$1"
}

chapter '1. Allowed, with precautions' \
    'Allowed means that no rule of this set objects. It is not a promise, and the signs that need emergency care are named all the same.'
profile allowed.yaml
run screen allowed.yaml

chapter '2. Blocked' \
    'Every reason, the answers that made it true, what to do, and the documents it rests on.'
profile blocked.yaml
run screen blocked.yaml

chapter '3. Only answers are missing' \
    'Nothing objects, but what was never asked is unknown, and unknown is never "allowed". The questions come in the order in which they matter.'
profile questions_open.yaml
run screen questions_open.yaml

chapter '4. An emergency' \
    'One sign is enough, whatever else is unknown.'
profile emergency.yaml
run screen emergency.yaml

chapter '5. All exercises for one patient' \
    'Which remain, how much of each, which do not remain and why.'
profile pregnant.yaml
run exercises pregnant.yaml

chapter '6. A session: stop, hold, go on' \
    'Observations come line by line, from a person or a file. A stop stays until what made it has eased.'
profile session_discomfort.txt
show 'session allowed.yaml < session_discomfort.txt' session allowed.yaml < session_discomfort.txt
