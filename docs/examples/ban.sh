#!/bin/sh
# Blocks a user for an hour, lifts the block, and closes the user's connections, waiting until every edge has.
#
#   BOUNCER_URL=http://127.0.0.1:8080 BOUNCER_APP=demo BOUNCER_KEY=... sh ban.sh alice
set -eu
head=$(mktemp) said=$(mktemp)
trap 'rm -f "$head" "$said"' EXIT
user=${1:?expected a user\'s id, escaped for a URL}

call() {
    method=$1 path=$2 body=$3 key=$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid)
    # However often the key arrives, it is one command in the blocklist and in the audit log. Connections that
    # were opened between two tries may be closed too.
    for try in 1 2 3 4 5; do
        : >"$head"
        status=$(curl --silent --show-error --max-time 30 --dump-header "$head" --output "$said" --write-out '%{http_code}' \
            --request "$method" --header "Authorization: Bearer $BOUNCER_KEY" --header 'Content-Type: application/json' \
            --header "Idempotency-Key: $key" --data "$body" "$BOUNCER_URL/v1/apps/$BOUNCER_APP$path") || status=000
        case $status in
            2??) cat "$said" && echo && return ;;
            000 | 408 | 429 | 5??) ;;
            *) break ;;
        esac
        wait=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9]*\).*/\1/p' "$head")
        sleep "$((${wait:-0} + try))"
    done
    echo "$method $path: $status $(cat "$said")" >&2
    exit 1
}

call PUT "/blocks/user/$user?wait=10s" '{"for":"1h","reason":"spam wave 12","message":"Come back in an hour."}'
call DELETE "/blocks/user/$user" '{"reason":"appeal accepted"}'
call DELETE "/sessions/user/$user?wait=10s" '{"reason":"new password"}'
